// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A change of a certificate.
///
/// @param at Unix second of its block.
/// @param by Who made it.
/// @param reasonHash Hash of the reason; of the evidence for the issue.
public record Change(
    @JsonProperty(value = "state", required = true) CertificateState state,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty(value = "by", required = true) Address by,
    @JsonProperty(value = "reasonHash", required = true) Bytes32 reasonHash,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public Change {
    requireNonNull(state, "state");
    requireNonNull(by, "by");
    requireNonNull(reasonHash, "reasonHash");
    requireNonNull(transaction, "transaction");
  }
}
