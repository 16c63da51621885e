/// Calls, events and errors of a contract, encoded and decoded by its ABI.
@NullMarked
package network.flashback.evm.abi;

import org.jspecify.annotations.NullMarked;
