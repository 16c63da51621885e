@NullMarked
package network.flashback.settlement.dispute;

import org.jspecify.annotations.NullMarked;
