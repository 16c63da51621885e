/// Tests of the decisions on epoch.
@NullMarked
package network.flashback.domain.epoch;

import org.jspecify.annotations.NullMarked;
