/// What a provider's record is worth: points for days, and the mean of its listings.
@NullMarked
package network.flashback.domain.reputation;

import org.jspecify.annotations.NullMarked;
