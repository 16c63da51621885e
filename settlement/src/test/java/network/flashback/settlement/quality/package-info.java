@NullMarked
package network.flashback.settlement.quality;

import org.jspecify.annotations.NullMarked;
