/// The gateway role on the chain: what it may do, under which agreements, and how a lost leg is
/// replaced.
@NullMarked
package network.flashback.app.gateway;

import org.jspecify.annotations.NullMarked;
