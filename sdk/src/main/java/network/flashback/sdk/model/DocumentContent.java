// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;

/// A sealed document: HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.
///
/// @param content Encapsulated key, ciphertext and tag; 2 MiB at most.
public record DocumentContent(
    @JsonProperty(value = "content", required = true) Bytes content) {
  public DocumentContent {
    requireNonNull(content, "content");
  }
}
