/// HTTP with strangers: every answer is bounded in size and time.
@NullMarked
package network.flashback.settlement.wire;

import org.jspecify.annotations.NullMarked;
