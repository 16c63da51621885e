@NullMarked
package network.flashback.settlement.reporter;

import org.jspecify.annotations.NullMarked;
