/// Applicants' documents, and the certifier's measurement and decision.
@NullMarked
package network.flashback.app.certification;

import org.jspecify.annotations.NullMarked;
