// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// A key of a program, without its secret.
///
/// @param id The beginning of the secret.
/// @param scopes It may do what is here and its maker's role still allows.
/// @param madeBy Who made it; it ends to work when they leave.
/// @param revokedAt Absent while it was not revoked.
/// @param lastUsed To the minute; absent while it was never used.
public record ApiKeyEntry(
    @JsonProperty(value = "id", required = true) String id,
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "scopes", required = true) List<Scope> scopes,
    @JsonProperty(value = "madeBy", required = true) Address madeBy,
    @JsonProperty(value = "createdAt", required = true) long createdAt,
    @JsonProperty(value = "expiresAt", required = true) long expiresAt,
    @JsonProperty("revokedAt") @Nullable Long revokedAt,
    @JsonProperty("lastUsed") @Nullable Long lastUsed) {
  public ApiKeyEntry {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    scopes = List.copyOf(scopes);
    requireNonNull(madeBy, "madeBy");
  }
}
