// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A certifier that takes applications here.
///
/// @param scopes What it may certify now, as the Registry says.
/// @param sealingKey X25519 key that documents are sealed for.
/// @param signature Its signature of that key: check it, and need not trust this platform.
/// @param setAt Unix second.
public record CertifierEntry(
    @JsonProperty(value = "wallet", required = true) Address wallet,
    @JsonProperty(value = "scopes", required = true) List<String> scopes,
    @JsonProperty(value = "sealingKey", required = true) Bytes32 sealingKey,
    @JsonProperty(value = "signature", required = true) Bytes signature,
    @JsonProperty(value = "setAt", required = true) long setAt) {
  public CertifierEntry {
    requireNonNull(wallet, "wallet");
    scopes = List.copyOf(scopes);
    requireNonNull(sealingKey, "sealingKey");
    requireNonNull(signature, "signature");
  }
}
