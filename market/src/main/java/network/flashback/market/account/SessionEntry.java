package network.flashback.market.account;

import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// Somebody who is signed in.
@Meaning("A session.")
public record SessionEntry(
    Address wallet,
    long createdAt,
    long expiresAt,
    @Meaning(
            "What to send as `Authorization: Bearer`; shown once, and only where `bearer` was asked"
                + " for. Without it the session is a cookie.")
        @Nullable String token) {}
