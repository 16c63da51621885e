/// What happens on the chain, told while it happens.
@NullMarked
package network.flashback.market.live;

import org.jspecify.annotations.NullMarked;
