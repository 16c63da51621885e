/// The public HTTP API: one table of routes that serves, and documents itself.
@NullMarked
package network.flashback.market.api;

import org.jspecify.annotations.NullMarked;
