@NullMarked
package network.flashback.node;

import org.jspecify.annotations.NullMarked;
