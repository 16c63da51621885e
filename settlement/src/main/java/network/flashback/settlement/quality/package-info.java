/// What reporters measured, signed and published, and what follows from it for an epoch: pure
/// computation that anybody can repeat.
@NullMarked
package network.flashback.settlement.quality;

import org.jspecify.annotations.NullMarked;
