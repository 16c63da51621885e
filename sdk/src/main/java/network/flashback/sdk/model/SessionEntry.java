// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// A session.
///
/// @param token What to send as `Authorization: Bearer`; shown once, and only where `bearer` was
///     asked for. Without it the session is a cookie.
public record SessionEntry(
    @JsonProperty(value = "wallet", required = true) Address wallet,
    @JsonProperty(value = "createdAt", required = true) long createdAt,
    @JsonProperty(value = "expiresAt", required = true) long expiresAt,
    @JsonProperty("token") @Nullable String token) {
  public SessionEntry {
    requireNonNull(wallet, "wallet");
  }

  /// Without its secrets, so that it may be logged.
  @Override
  public String toString() {
    return "SessionEntry["
        + "wallet=" + wallet
        + ", createdAt=" + createdAt
        + ", expiresAt=" + expiresAt
        + ", token=(secret)"
        + "]";
  }
}
