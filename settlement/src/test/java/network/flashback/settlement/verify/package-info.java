@NullMarked
package network.flashback.settlement.verify;

import org.jspecify.annotations.NullMarked;
