/// Statements that somebody else wrote, recomputed from the chain and from raw records.
@NullMarked
package network.flashback.settlement.verify;

import org.jspecify.annotations.NullMarked;
