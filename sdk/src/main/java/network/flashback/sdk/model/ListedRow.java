// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// A live offer with its provider's record and the reasons for its place.
///
/// @param hash EIP-712 digest of the offer.
/// @param name As the provider calls itself; absent while nobody has brought its profile.
/// @param storageClass Share of an SLA that it serves.
/// @param region Where the bytes lie.
/// @param pricePerGibMonth One GiB for 730 hours, token units, rounded down.
/// @param egressPerGib One GiB served, token units.
/// @param capacityBytes Bytes for sale, all agreements together.
/// @param freeBytes Bytes of them that no running agreement reserves.
/// @param expiry Unix second after which nobody may fill it.
/// @param quality What is promised.
/// @param measured What was measured; absent when nothing was.
/// @param reputation Reputation of the provider, 0 to 100; absent while it is not computed yet.
/// @param provenEpochs Epochs in which the provider proved possession.
/// @param penalties Penalties for missed proofs.
/// @param listed Whether the provider is listed now.
/// @param standing Why it is listed, or is not.
/// @param certified Scopes in which valid certificates speak for the provider.
/// @param bondedStake Stake in the market's token that counts for the listing, token units.
/// @param registration Transaction that registered the provider.
public record ListedRow(
    @JsonProperty(value = "hash", required = true) Bytes32 hash,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty(value = "class", required = true) StorageClass storageClass,
    @JsonProperty(value = "region", required = true) String region,
    @JsonProperty(value = "pricePerGibMonth", required = true) BigInteger pricePerGibMonth,
    @JsonProperty(value = "egressPerGib", required = true) BigInteger egressPerGib,
    @JsonProperty(value = "capacityBytes", required = true) BigInteger capacityBytes,
    @JsonProperty(value = "freeBytes", required = true) BigInteger freeBytes,
    @JsonProperty(value = "expiry", required = true) long expiry,
    @JsonProperty(value = "quality", required = true) QualityTarget quality,
    @JsonProperty("measured") @Nullable TrackEntry measured,
    @JsonProperty("reputation") @Nullable Long reputation,
    @JsonProperty(value = "provenEpochs", required = true) long provenEpochs,
    @JsonProperty(value = "penalties", required = true) long penalties,
    @JsonProperty(value = "listed", required = true) boolean listed,
    @JsonProperty(value = "standing", required = true) String standing,
    @JsonProperty(value = "certified", required = true) List<String> certified,
    @JsonProperty(value = "bondedStake", required = true) BigInteger bondedStake,
    @JsonProperty(value = "registration", required = true) Bytes32 registration,
    @JsonProperty(value = "score", required = true) ScoreEntry score,
    @JsonProperty(value = "offer", required = true) OfferTerms offer,
    @JsonProperty(value = "signature", required = true) Bytes signature) {
  public ListedRow {
    requireNonNull(hash, "hash");
    requireNonNull(storageClass, "class");
    requireNonNull(region, "region");
    requireNonNull(pricePerGibMonth, "pricePerGibMonth");
    requireNonNull(egressPerGib, "egressPerGib");
    requireNonNull(capacityBytes, "capacityBytes");
    requireNonNull(freeBytes, "freeBytes");
    requireNonNull(quality, "quality");
    requireNonNull(standing, "standing");
    certified = List.copyOf(certified);
    requireNonNull(bondedStake, "bondedStake");
    requireNonNull(registration, "registration");
    requireNonNull(score, "score");
    requireNonNull(offer, "offer");
    requireNonNull(signature, "signature");
  }
}
