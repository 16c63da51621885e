/// The one HTTP/1.1 server of every role: Netty event loops outside, blocking handlers on virtual
/// threads inside, and no body ever held whole.
@NullMarked
package network.flashback.http;

import org.jspecify.annotations.NullMarked;
