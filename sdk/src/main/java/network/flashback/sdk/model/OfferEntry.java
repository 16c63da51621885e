// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A live offer.
///
/// @param hash EIP-712 digest of the offer.
/// @param storageClass Share of an SLA that it serves.
/// @param region Where the bytes lie.
/// @param pricePerGibMonth One GiB for 730 hours, token units, rounded down.
/// @param egressPerGib One GiB served, token units.
/// @param capacityBytes Bytes for sale, all agreements together.
/// @param expiry Unix second after which nobody may fill it.
public record OfferEntry(
    @JsonProperty(value = "hash", required = true) Bytes32 hash,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "class", required = true) StorageClass storageClass,
    @JsonProperty(value = "region", required = true) String region,
    @JsonProperty(value = "pricePerGibMonth", required = true) BigInteger pricePerGibMonth,
    @JsonProperty(value = "egressPerGib", required = true) BigInteger egressPerGib,
    @JsonProperty(value = "capacityBytes", required = true) BigInteger capacityBytes,
    @JsonProperty(value = "expiry", required = true) long expiry,
    @JsonProperty(value = "quality", required = true) QualityTarget quality,
    @JsonProperty(value = "offer", required = true) OfferTerms offer,
    @JsonProperty(value = "signature", required = true) Bytes signature) {
  public OfferEntry {
    requireNonNull(hash, "hash");
    requireNonNull(storageClass, "class");
    requireNonNull(region, "region");
    requireNonNull(pricePerGibMonth, "pricePerGibMonth");
    requireNonNull(egressPerGib, "egressPerGib");
    requireNonNull(capacityBytes, "capacityBytes");
    requireNonNull(quality, "quality");
    requireNonNull(offer, "offer");
    requireNonNull(signature, "signature");
  }
}
