/// The whole network on one machine: which processes there are, how they start, stop and are found
/// again.
@NullMarked
package network.flashback.app.network;

import org.jspecify.annotations.NullMarked;
