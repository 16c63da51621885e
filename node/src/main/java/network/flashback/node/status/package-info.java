/// What a node tells of itself: to everybody, and to its operator.
@NullMarked
package network.flashback.node.status;

import org.jspecify.annotations.NullMarked;
