/// What every request used, durably, once.
@NullMarked
package network.flashback.gateway.usage;

import org.jspecify.annotations.NullMarked;
