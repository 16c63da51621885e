/// Measured quality against promises, and the published table of consequences.
@NullMarked
package network.flashback.domain.quality;

import org.jspecify.annotations.NullMarked;
