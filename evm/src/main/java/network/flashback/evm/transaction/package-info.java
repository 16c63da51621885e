/// EIP-1559 transactions: encoding, signing, hash.
@NullMarked
package network.flashback.evm.transaction;

import org.jspecify.annotations.NullMarked;
