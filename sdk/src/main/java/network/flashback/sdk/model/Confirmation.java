// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;

/// A provider proved possession.
///
/// @param confirmedSeconds All its confirmed seconds up to this epoch.
public record Confirmation(
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "confirmedSeconds", required = true) long confirmedSeconds,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public Confirmation {
    requireNonNull(transaction, "transaction");
  }
}
