/// The stores behind an SLA, with what is known of their health.
@NullMarked
package network.flashback.gateway.legs;

import org.jspecify.annotations.NullMarked;
