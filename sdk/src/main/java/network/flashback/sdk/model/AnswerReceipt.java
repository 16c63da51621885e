// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;

/// That an answer was taken; it replaces the provider's one before.
///
/// @param hash EIP-712 hash of the offer.
public record AnswerReceipt(
    @JsonProperty(value = "request", required = true) Bytes32 request,
    @JsonProperty(value = "hash", required = true) Bytes32 hash) {
  public AnswerReceipt {
    requireNonNull(request, "request");
    requireNonNull(hash, "hash");
  }
}
