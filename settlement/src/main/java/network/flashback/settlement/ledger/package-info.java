/// Settling against the deployed contracts.
@NullMarked
package network.flashback.settlement.ledger;

import org.jspecify.annotations.NullMarked;
