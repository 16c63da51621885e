// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;

/// A signed offer that answers a request; for the consumer's eyes.
///
/// @param hash EIP-712 hash of the offer.
/// @param answeredAt Unix second.
public record QuoteAnswer(
    @JsonProperty(value = "hash", required = true) Bytes32 hash,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "answeredAt", required = true) long answeredAt,
    @JsonProperty(value = "answer", required = true) OfferSubmission answer) {
  public QuoteAnswer {
    requireNonNull(hash, "hash");
    requireNonNull(answer, "answer");
  }
}
