/// Statements of account: who paid, earned, lost and got back what under an SLA, from the chain
/// alone.
@NullMarked
package network.flashback.settlement.statement;

import org.jspecify.annotations.NullMarked;
