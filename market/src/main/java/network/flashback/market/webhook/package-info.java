/// Events told to organisations by requests of ours.
@NullMarked
package network.flashback.market.webhook;

import org.jspecify.annotations.NullMarked;
