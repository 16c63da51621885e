@NullMarked
package network.flashback.node.serve;

import org.jspecify.annotations.NullMarked;
