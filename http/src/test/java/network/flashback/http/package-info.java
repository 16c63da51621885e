/// The server over real sockets.
@NullMarked
package network.flashback.http;

import org.jspecify.annotations.NullMarked;
