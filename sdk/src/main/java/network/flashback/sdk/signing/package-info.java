/// What a wallet signs, rebuilt here from the terms and never taken from a platform.
@NullMarked
package network.flashback.sdk.signing;

import org.jspecify.annotations.NullMarked;
