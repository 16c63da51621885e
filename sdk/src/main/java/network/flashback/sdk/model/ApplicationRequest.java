// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;

/// An application for certificates, signed by the member's owner; documents follow.
///
/// @param signature The owner's EIP-191 signature of 'Flashback application', 'chain ID', 'provider
///     ID' and 'manifest HASH', each on a line of its own.
public record ApplicationRequest(
    @JsonProperty(value = "manifest", required = true) Manifest manifest,
    @JsonProperty(value = "signature", required = true) Bytes signature) {
  public ApplicationRequest {
    requireNonNull(manifest, "manifest");
    requireNonNull(signature, "signature");
  }
}
