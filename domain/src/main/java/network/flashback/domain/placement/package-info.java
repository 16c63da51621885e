/// Which offers serve an SLA, and what they cost.
@NullMarked
package network.flashback.domain.placement;

import org.jspecify.annotations.NullMarked;
