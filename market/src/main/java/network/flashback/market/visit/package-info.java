/// How many requests each visitor may send.
@NullMarked
package network.flashback.market.visit;

import org.jspecify.annotations.NullMarked;
