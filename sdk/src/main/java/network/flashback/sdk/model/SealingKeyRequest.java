// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// The X25519 key that documents are sealed for, signed by the certifier's wallet.
///
/// @param signature EIP-191 signature of 'Flashback certifier', 'chain ID', 'certifier ADDRESS' and
///     'sealing key KEY', each on a line of its own.
public record SealingKeyRequest(
    @JsonProperty(value = "sealingKey", required = true) Bytes32 sealingKey,
    @JsonProperty(value = "signature", required = true) Bytes signature) {
  public SealingKeyRequest {
    requireNonNull(sealingKey, "sealingKey");
    requireNonNull(signature, "signature");
  }
}
