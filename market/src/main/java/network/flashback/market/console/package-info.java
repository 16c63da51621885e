/// The console's static files.
@NullMarked
package network.flashback.market.console;

import org.jspecify.annotations.NullMarked;
