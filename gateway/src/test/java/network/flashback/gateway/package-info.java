@NullMarked
package network.flashback.gateway;

import org.jspecify.annotations.NullMarked;
