@NullMarked
package network.flashback.gateway.read;

import org.jspecify.annotations.NullMarked;
