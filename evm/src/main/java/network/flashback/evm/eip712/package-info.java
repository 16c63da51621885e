/// Typed structured data as wallets sign it (EIP-712).
@NullMarked
package network.flashback.evm.eip712;

import org.jspecify.annotations.NullMarked;
