// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// A sealed document, by the hash of its ciphertext.
///
/// @param sha256 SHA-256 of the sealed bytes.
/// @param bytes Sealed bytes; 2 MiB at most.
/// @param validUntil Unix second at which it expires, as the applicant says; absent when it does
///     not.
public record HandedIn(
    @JsonProperty(value = "kind", required = true) DocumentKind kind,
    @JsonProperty(value = "sha256", required = true) Bytes32 sha256,
    @JsonProperty(value = "bytes", required = true) long bytes,
    @JsonProperty("validUntil") @Nullable Long validUntil) {
  public HandedIn {
    requireNonNull(kind, "kind");
    requireNonNull(sha256, "sha256");
  }

  /// With what must be there, and nothing else.
  public static HandedIn of(
      DocumentKind kind,
      Bytes32 sha256,
      long bytes) {
    return new HandedIn(
        kind, sha256, bytes, null);
  }

  /// The same with this. Unix second at which it expires, as the applicant says; absent when it
  /// does not.
  public HandedIn withValidUntil(long validUntil) {
    return new HandedIn(
        kind, sha256, bytes, validUntil);
  }
}
