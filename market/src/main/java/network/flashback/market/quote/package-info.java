/// From wishes to frozen terms that one signature accepts.
@NullMarked
package network.flashback.market.quote;

import org.jspecify.annotations.NullMarked;
