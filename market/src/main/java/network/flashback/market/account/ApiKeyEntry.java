package network.flashback.market.account;

import java.util.List;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A key of a program, without its secret.
@Meaning("A key of a program, without its secret.")
public record ApiKeyEntry(
    @Meaning("The beginning of the secret.") String id,
    String name,
    @Meaning("It may do what is here and its maker's role still allows.") List<Scope> scopes,
    @Meaning("Who made it; it ends to work when they leave.") Address madeBy,
    long createdAt,
    long expiresAt,
    @Meaning("Absent while it was not revoked.") @Nullable Long revokedAt,
    @Meaning("To the minute; absent while it was never used.") @Nullable Long lastUsed) {}
