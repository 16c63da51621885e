/// Private keys at rest, and the well-known keys of the development chain.
@NullMarked
package network.flashback.evm.keystore;

import org.jspecify.annotations.NullMarked;
