/// Requests for quotes: consumers say what they want, providers answer with offers of their own.
@NullMarked
package network.flashback.market.request;

import org.jspecify.annotations.NullMarked;
