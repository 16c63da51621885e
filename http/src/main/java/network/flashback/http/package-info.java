/// One HTTP server: Netty on the wire, blocking handlers on virtual threads, health and metrics on every role.
@NullMarked
package network.flashback.http;

import org.jspecify.annotations.NullMarked;
