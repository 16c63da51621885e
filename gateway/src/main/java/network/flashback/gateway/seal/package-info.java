/// Encryption of what leaves the gateway, and the keys it is done with.
@NullMarked
package network.flashback.gateway.seal;

import org.jspecify.annotations.NullMarked;
