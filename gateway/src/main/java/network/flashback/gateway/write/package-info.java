/// The way of bytes from a client to the legs.
@NullMarked
package network.flashback.gateway.write;

import org.jspecify.annotations.NullMarked;
