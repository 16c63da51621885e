/// Bytes that only the holder of a key can read.
@NullMarked
package network.flashback.evm.seal;

import org.jspecify.annotations.NullMarked;
