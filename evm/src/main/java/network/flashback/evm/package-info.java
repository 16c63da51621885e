/// The EVM as pure functions: hashing, keys, signatures, ABI, typed data and transaction encoding, without network.
@NullMarked
package network.flashback.evm;

import org.jspecify.annotations.NullMarked;
