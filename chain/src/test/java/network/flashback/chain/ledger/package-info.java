/// A second account of the ledger's rules, and what compares the contracts with it.
@NullMarked
package network.flashback.chain.ledger;

import org.jspecify.annotations.NullMarked;
