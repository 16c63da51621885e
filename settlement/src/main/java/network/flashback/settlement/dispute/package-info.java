/// Disputes from the side of a party: seen in time, answered from its own records, brought to their
/// end.
@NullMarked
package network.flashback.settlement.dispute;

import org.jspecify.annotations.NullMarked;
