/// Who asks: sign-in by wallet, organisations and roles, keys of programs, and the log of what was
/// done.
@NullMarked
package network.flashback.market.account;

import org.jspecify.annotations.NullMarked;
