/// Reputations of providers, from the chain's events and published epoch files alone.
@NullMarked
package network.flashback.settlement.reputation;

import org.jspecify.annotations.NullMarked;
