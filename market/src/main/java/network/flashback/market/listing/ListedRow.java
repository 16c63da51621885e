package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A row of the listing: an offer, who stands behind it, and why it stands where it stands.
@Meaning("A live offer with its provider's record and the reasons for its place.")
public record ListedRow(
    @Meaning("EIP-712 digest of the offer.") Bytes32 hash,
    long providerId,
    @Meaning("As the provider calls itself; absent while nobody has brought its profile.")
        @Nullable String name,
    @Meaning(value = "Share of an SLA that it serves.", name = "class") StorageClass storageClass,
    @Meaning("Where the bytes lie.") String region,
    @Meaning("One GiB for 730 hours, token units, rounded down.") BigInteger pricePerGibMonth,
    @Meaning("One GiB served, token units.") BigInteger egressPerGib,
    @Meaning("Bytes for sale, all agreements together.") BigInteger capacityBytes,
    @Meaning("Bytes of them that no running agreement reserves.") BigInteger freeBytes,
    @Meaning("Unix second after which nobody may fill it.") long expiry,
    @Meaning("What is promised.") QualityTarget quality,
    @Meaning("What was measured; absent when nothing was.") @Nullable TrackEntry measured,
    @Meaning("Reputation of the provider, 0 to 100; absent while it is not computed yet.")
        @Nullable Integer reputation,
    @Meaning("Epochs in which the provider proved possession.") long provenEpochs,
    @Meaning("Penalties for missed proofs.") long penalties,
    @Meaning("Whether the provider is listed now.") boolean listed,
    @Meaning("Why it is listed, or is not.") String standing,
    @Meaning("Scopes in which valid certificates speak for the provider.") List<String> certified,
    @Meaning("Stake in the market's token that counts for the listing, token units.")
        BigInteger bondedStake,
    @Meaning("Transaction that registered the provider.") Bytes32 registration,
    ScoreEntry score,
    OfferTerms offer,
    Bytes signature) {
  static ListedRow of(
      CataloguedOffer offer,
      ProviderFacts facts,
      Optional<ReputationEntry> reputation,
      Edition edition,
      long now) {
    var entry = offer.entry();
    return new ListedRow(
        entry.hash(),
        entry.providerId(),
        facts.profile().map(Profile::name).orElse(null),
        entry.storageClass(),
        entry.region(),
        entry.pricePerGibMonth(),
        entry.egressPerGib(),
        entry.capacityBytes(),
        Listing.free(offer, facts),
        entry.expiry(),
        entry.quality(),
        facts.track().orElse(null),
        reputation.map(ReputationEntry::points).orElse(null),
        facts.member().confirmedEpochs(),
        facts.member().missedEpochs(),
        facts.listed(now),
        facts.why(now),
        facts.standing().certified(),
        facts.bonded(offer.token()),
        facts.member().registration(),
        edition.score(offer, facts),
        entry.offer(),
        entry.signature());
  }

  /// The offer alone.
  public OfferEntry entry() {
    return new OfferEntry(
        hash,
        providerId,
        storageClass,
        region,
        pricePerGibMonth,
        egressPerGib,
        capacityBytes,
        expiry,
        quality,
        offer,
        signature);
  }
}
