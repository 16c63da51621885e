/// Ethereum primitives without a network: hashes, addresses, keys, signatures and amounts.
@NullMarked
package network.flashback.evm;

import org.jspecify.annotations.NullMarked;
