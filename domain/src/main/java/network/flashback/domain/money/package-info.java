/// Amounts, rates and the stream that turns confirmed seconds into pay; integers only.
@NullMarked
package network.flashback.domain.money;

import org.jspecify.annotations.NullMarked;
