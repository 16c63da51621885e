/// The development chain: anvil as a process of its own.
@NullMarked
package network.flashback.chain.anvil;

import org.jspecify.annotations.NullMarked;
