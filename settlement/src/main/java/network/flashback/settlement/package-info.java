/// Epochs: probes, quality reports, vouchers, settlement runs and disputes.
@NullMarked
package network.flashback.settlement;

import org.jspecify.annotations.NullMarked;
