package network.flashback.domain.design;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Candidate;
import network.flashback.domain.placement.Offer;
import network.flashback.domain.placement.QuoteTerms;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;

/// Offers and wishes of the designer's tests.
final class TestSupply {
  static final Token DOLLAR = Token.micro("USDC");
  static final QuoteTerms TERMS = QuoteTerms.usual(1, 60);
  static final long NOW = 1_000;
  static final long DAYS_90 = 90L * 86_400;
  static final Redundancy TWO_OF_THREE = new Redundancy.ErasureCoded(2, 1);

  private TestSupply() {}

  static TokenAmount dollars(String text) {
    return TokenAmount.parse(DOLLAR, text);
  }

  static Wishes wishes(Shares shares, Redundancy redundancy, String budget) {
    return new Wishes(
        ByteCount.gib(100),
        DAYS_90,
        redundancy,
        shares,
        RegionRules.ANYWHERE,
        ByteCount.gib(10),
        dollars(budget),
        Wishes.ANY_QUALITY,
        false,
        0);
  }

  static Designer designer(List<Supply> supplies) {
    return new Designer(supplies, TERMS, FailureModel.usual(), NOW);
  }

  static Supply supply(long provider, StorageClass storageClass, String price, String region) {
    return supply(provider, storageClass, price, region, ByteCount.gib(1_000), dollars("100000"));
  }

  static Supply supply(
      long provider,
      StorageClass storageClass,
      String price,
      String region,
      ByteCount free,
      TokenAmount stake) {
    var offer =
        new Offer(
            provider,
            1,
            Rate.perGibMonth(dollars(price)),
            dollars("0.01"),
            ByteCount.gib(1_000),
            ByteCount.mib(1),
            3_600,
            400L * 86_400,
            30L * 86_400,
            storageClass,
            new Region(region),
            NOW + 3_600,
            0,
            BigInteger.ZERO);
    return new Supply(
        new Candidate(
            "offer-" + provider + "-" + storageClass + "-" + region,
            offer,
            free,
            stake,
            "owner-" + provider,
            new QualityTarget(9_900 + (int) (provider % 10), 100 * (int) provider, 0, 100)),
        provider % 2 == 1);
  }

  /// One offer of each of the providers 1 to n, the price of each its number.
  static List<Supply> ladder(int providers, StorageClass storageClass) {
    var all = new ArrayList<Supply>();
    for (var provider = 1; provider <= providers; provider++) {
      var region = provider <= providers / 2 ? "eu-de" : "us-va";
      all.add(supply(provider, storageClass, Integer.toString(provider), region));
    }
    return all;
  }

  private static ByteCount room(Random random) {
    return ByteCount.gib(40 + random.nextInt(80));
  }

  /// Offers of some providers in both classes, now and then in two regions; room and stake are
  /// often too little for two legs.
  static List<Supply> scarce(Random random, int providers) {
    var all = new ArrayList<Supply>();
    for (var provider = 1; provider <= providers; provider++) {
      var free = room(random);
      var stake = dollars(Integer.toString(100 + random.nextInt(900)));
      for (var one : List.of(StorageClass.FAST, StorageClass.ARCHIVE)) {
        if (random.nextInt(4) > 0) {
          var price = Integer.toString(1 + random.nextInt(9));
          all.add(supply(provider, one, price, "eu-de", free, stake));
          if (random.nextInt(4) == 0) {
            var other = Integer.toString(1 + random.nextInt(9));
            all.add(supply(provider, one, other, "eu-fr", room(random), stake));
          }
        }
      }
    }
    return all;
  }
}
