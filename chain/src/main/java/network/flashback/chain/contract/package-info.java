/// The contracts as Java sees them: what is signed, what is read, what is sent. One class a
/// contract, named as in Solidity; each value record as in contracts/src/interfaces/Types.sol.
@NullMarked
package network.flashback.chain.contract;

import org.jspecify.annotations.NullMarked;
