/// Periods of confirmation and their windows.
@NullMarked
package network.flashback.domain.epoch;

import org.jspecify.annotations.NullMarked;
