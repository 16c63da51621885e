@NullMarked
package network.flashback.node.duty;

import org.jspecify.annotations.NullMarked;
