@NullMarked
package network.flashback.settlement;

import org.jspecify.annotations.NullMarked;
