@NullMarked
package network.flashback.settlement.reputation;

import org.jspecify.annotations.NullMarked;
