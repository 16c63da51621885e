/// Signed offers, and the providers that make them.
@NullMarked
package network.flashback.market.listing;

import org.jspecify.annotations.NullMarked;
