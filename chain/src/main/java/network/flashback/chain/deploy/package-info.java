/// Creates the contracts of a network on a chain.
@NullMarked
package network.flashback.chain.deploy;

import org.jspecify.annotations.NullMarked;
