/// From a signed quote to agreements on the chain.
@NullMarked
package network.flashback.market.opening;

import org.jspecify.annotations.NullMarked;
