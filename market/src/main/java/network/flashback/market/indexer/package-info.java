/// Tables derived from the chain's events, and what can be read from them.
@NullMarked
package network.flashback.market.indexer;

import org.jspecify.annotations.NullMarked;
