/// The only program: wiring, configuration and the `flashback` commands.
@NullMarked
package network.flashback.app;

import org.jspecify.annotations.NullMarked;
