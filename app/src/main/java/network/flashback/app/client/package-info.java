/// The public API as a client uses it.
@NullMarked
package network.flashback.app.client;

import org.jspecify.annotations.NullMarked;
