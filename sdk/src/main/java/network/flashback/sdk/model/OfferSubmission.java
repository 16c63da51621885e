// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;

/// A signed offer, with the quality that its qualityHash stands for.
///
/// @param offer The terms that are signed (EIP-712 type Offer; offerClass is its field class).
/// @param signature 65 bytes by the provider's node key over the EIP-712 digest.
/// @param quality What is promised. Keccak-256 of its canonical JSON is offer.qualityHash.
public record OfferSubmission(
    @JsonProperty(value = "offer", required = true) OfferTerms offer,
    @JsonProperty(value = "signature", required = true) Bytes signature,
    @JsonProperty(value = "quality", required = true) QualityTarget quality) {
  public OfferSubmission {
    requireNonNull(offer, "offer");
    requireNonNull(signature, "signature");
    requireNonNull(quality, "quality");
  }
}
