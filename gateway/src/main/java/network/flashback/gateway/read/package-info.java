/// The way of bytes from the legs to a client.
@NullMarked
package network.flashback.gateway.read;

import org.jspecify.annotations.NullMarked;
