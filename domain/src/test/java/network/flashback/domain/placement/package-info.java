/// Tests of the decisions on placement.
@NullMarked
package network.flashback.domain.placement;

import org.jspecify.annotations.NullMarked;
