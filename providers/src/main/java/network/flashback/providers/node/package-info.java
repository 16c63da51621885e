/// A DIRECT provider, reached through the HTTP protocol of its node.
@NullMarked
package network.flashback.providers.node;

import org.jspecify.annotations.NullMarked;
