package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.domain.ranking.Ranking;
import network.flashback.domain.ranking.RankingTable;
import network.flashback.domain.ranking.Standing;
import network.flashback.domain.storage.StorageClass;

/// Everything but the offers themselves that the order depends on, frozen: by one edition an
/// offer's place never changes, so that pages of it follow each other without gap or overlap while
/// offers come and go.
///
/// @param id of this process's editions
/// @param providers by id
/// @param medians prices by class and market
record Edition(long id, Map<Long, ProviderFacts> providers, Map<Group, BigInteger> medians) {
  private static final Ranking RANKING = new Ranking(RankingTable.VERSION_1);

  /// Offers whose prices are compared.
  record Group(int market, StorageClass storageClass) {}

  static Edition of(
      long id, Map<Long, ProviderFacts> providers, Collection<CataloguedOffer> offers, long now) {
    var prices = new HashMap<Group, List<BigInteger>>();
    for (var offer : offers) {
      var facts = providers.get(offer.entry().providerId());
      if (facts != null && isLive(offer, facts, now) && facts.listed(now)) {
        prices
            .computeIfAbsent(group(offer), any -> new ArrayList<>())
            .add(offer.entry().pricePerGibMonth());
      }
    }
    var medians = new HashMap<Group, BigInteger>();
    prices.forEach(
        (group, all) -> {
          all.sort(BigInteger::compareTo);
          medians.put(group, all.get((all.size() - 1) / 2));
        });
    return new Edition(id, providers, Map.copyOf(medians));
  }

  /// Whether it gives every offer the place that another one gives it.
  boolean isAs(Edition other) {
    return medians.equals(other.medians) && providers.equals(other.providers);
  }

  /// Whether it can be filled: neither expired nor cancelled.
  static boolean isLive(CataloguedOffer offer, ProviderFacts facts, long now) {
    return offer.entry().expiry() > now && offer.nonce() == facts.member().offerNonce();
  }

  int points(CataloguedOffer offer, ProviderFacts facts) {
    return offer.points(id, any -> RANKING.points(standing(offer, facts)));
  }

  ScoreEntry score(CataloguedOffer offer, ProviderFacts facts) {
    return ScoreEntry.of(RANKING.score(standing(offer, facts)));
  }

  private Standing standing(CataloguedOffer offer, ProviderFacts facts) {
    return new Standing(
        offer.entry().pricePerGibMonth(),
        medians.getOrDefault(group(offer), BigInteger.ZERO),
        offer.entry().quality(),
        facts.track().map(TrackEntry::track),
        facts.member().confirmedEpochs(),
        facts.member().missedEpochs(),
        facts.standing().certified(),
        facts.stakeBps(offer.token()));
  }

  private static Group group(CataloguedOffer offer) {
    return new Group(offer.market(), offer.entry().storageClass());
  }
}
