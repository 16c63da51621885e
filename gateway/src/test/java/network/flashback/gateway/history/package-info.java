@NullMarked
package network.flashback.gateway.history;

import org.jspecify.annotations.NullMarked;
