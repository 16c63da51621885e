/// BLS signatures over BN254, the scheme of drand's evmnet: what an EVM contract can verify.
@NullMarked
package network.flashback.evm.bls;

import org.jspecify.annotations.NullMarked;
