package network.flashback.market.account;

import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// An organisation as its members see it.
@Meaning("An organisation.")
public record OrganisationEntry(
    String id,
    String name,
    long createdAt,
    @Meaning("The caller's role; absent for a key.") @Nullable Role role) {}
