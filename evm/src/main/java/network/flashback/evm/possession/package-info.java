/// The Merkle tree by which a provider proves that it still holds bytes.
@NullMarked
package network.flashback.evm.possession;

import org.jspecify.annotations.NullMarked;
