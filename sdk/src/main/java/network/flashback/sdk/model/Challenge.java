// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a wallet is to sign.
///
/// @param message A text of EIP-4361, for personal_sign; it serves once.
/// @param expiresAt Unix second until which it can be used.
public record Challenge(
    @JsonProperty(value = "message", required = true) String message,
    @JsonProperty(value = "expiresAt", required = true) long expiresAt) {
  public Challenge {
    requireNonNull(message, "message");
  }
}
