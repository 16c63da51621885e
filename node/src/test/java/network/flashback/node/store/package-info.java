@NullMarked
package network.flashback.node.store;

import org.jspecify.annotations.NullMarked;
