@NullMarked
package network.flashback.gateway.metadata;

import org.jspecify.annotations.NullMarked;
