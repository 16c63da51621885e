/// What an applicant has to show before a certificate is issued, and whether it did.
@NullMarked
package network.flashback.domain.certification;

import org.jspecify.annotations.NullMarked;
