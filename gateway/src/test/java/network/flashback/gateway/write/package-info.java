@NullMarked
package network.flashback.gateway.write;

import org.jspecify.annotations.NullMarked;
