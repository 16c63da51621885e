/// The client of a platform's API: [network.flashback.sdk.FlashbackClient] is where to begin.
///
/// Calls block, and are made on virtual threads where many go on at once. Whatever goes wrong is a
/// [network.flashback.sdk.FlashbackException].
@NullMarked
package network.flashback.sdk;

import org.jspecify.annotations.NullMarked;
