// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes32;

/// An offer with what the chain said about its provider at that moment.
///
/// @param freeBytes Bytes that were not reserved yet.
/// @param freeStake Stake that could be committed, token units.
/// @param owner Who registered the provider: legs of one SLA never share one.
public record OfferInput(
    @JsonProperty(value = "hash", required = true) Bytes32 hash,
    @JsonProperty(value = "offer", required = true) OfferSubmission offer,
    @JsonProperty(value = "freeBytes", required = true) BigInteger freeBytes,
    @JsonProperty(value = "freeStake", required = true) BigInteger freeStake,
    @JsonProperty(value = "owner", required = true) String owner,
    @JsonProperty(value = "certified", required = true) boolean certified) {
  public OfferInput {
    requireNonNull(hash, "hash");
    requireNonNull(offer, "offer");
    requireNonNull(freeBytes, "freeBytes");
    requireNonNull(freeStake, "freeStake");
    requireNonNull(owner, "owner");
  }
}
