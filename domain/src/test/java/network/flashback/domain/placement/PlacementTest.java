package network.flashback.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import network.flashback.domain.Refused;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Placement.Impossible;
import network.flashback.domain.placement.Placement.Placed;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Token DOLLAR = Token.micro("USDC");
  private static final QuoteTerms TERMS = QuoteTerms.usual(1, 60);
  private static final long NOW = 1_000;
  private static final long SEED = 11;

  private static TokenAmount dollars(String text) {
    return TokenAmount.parse(DOLLAR, text);
  }

  private static SlaRequest wish(Redundancy redundancy, String budget, Region... regions) {
    return new SlaRequest(
        ByteCount.gib(10),
        730 * 3600,
        redundancy,
        Shares.all(StorageClass.FAST),
        Set.of(regions),
        ByteCount.gib(1),
        dollars(budget),
        QualityTarget.usual());
  }

  private static Offer offer(long provider, String price, String region) {
    return new Offer(
        provider,
        1,
        Rate.perGibMonth(dollars(price)),
        dollars("0.01"),
        ByteCount.gib(1000),
        ByteCount.mib(1),
        60,
        0xffff_ffffL,
        30 * 24 * 3600,
        StorageClass.FAST,
        new Region(region),
        NOW + 3600,
        0,
        BigInteger.ZERO);
  }

  private static Candidate candidate(Offer offer, String domain) {
    return new Candidate(
        "offer-" + offer.providerId() + "-" + domain,
        offer,
        offer.capacity(),
        dollars("1000"),
        domain,
        QualityTarget.usual());
  }

  private static Candidate candidate(long provider, String price, String domain) {
    return candidate(offer(provider, price, "eu-de"), domain);
  }

  private static Placement place(SlaRequest wish, List<Candidate> candidates) {
    return Placement.choose(wish, StorageClass.FAST, candidates, TERMS, NOW);
  }

  private static List<Long> providers(Placement placement) {
    return placement instanceof Placed(Quote quote, var refused)
        ? quote.legs().stream().map(leg -> leg.candidate().offer().providerId()).toList()
        : List.of();
  }

  private static final Redundancy TWO_OF_THREE = new Redundancy.ErasureCoded(2, 1);

  @Test
  void theCheapestDistinctProvidersAreChosen() {
    var placement =
        place(
            wish(TWO_OF_THREE, "100"),
            List.of(
                candidate(1, "2", "a"),
                candidate(2, "1", "b"),
                candidate(3, "4", "c"),
                candidate(4, "3", "d")));
    assertThat(providers(placement)).containsExactly(2L, 1L, 4L);
  }

  @Test
  void aProviderWithTwoOffersServesOneLegOnly() {
    var placement =
        place(
            wish(new Redundancy.Mirrored(2), "1000"),
            List.of(candidate(1, "1", "a"), candidate(1, "1.5", "b"), candidate(2, "9", "c")));
    assertThat(providers(placement)).containsExactly(1L, 2L);
  }

  @Test
  void theCheapestOfferIsLeftWhenTakingItWouldBlockTheOnlyCompleteChoice() {
    var placement =
        place(
            wish(new Redundancy.Mirrored(2), "100"),
            List.of(candidate(1, "1", "a"), candidate(1, "2", "b"), candidate(2, "3", "a")));
    assertThat(providers(placement)).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void theChoiceCostsNoMoreThanAnyOther() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 300; run++) {
      var candidates = new ArrayList<Candidate>();
      for (var i = 0; i < 9; i++) {
        candidates.add(
            candidate(
                1 + random.nextInt(5),
                String.valueOf(1 + random.nextInt(6)),
                "d" + random.nextInt(5) + (random.nextBoolean() ? "" : "x")));
      }
      var needed = 1 + random.nextInt(4);
      var wish = wish(new Redundancy.Mirrored(needed), "100000000");
      var best = bruteForce(wish, candidates, needed);
      switch (place(wish, candidates)) {
        case Placed(Quote quote, var refused) -> assertThat(quote.total().units()).isEqualTo(best);
        case Impossible impossible -> assertThat(best).isEqualTo(BigInteger.ONE.negate());
      }
    }
  }

  /// The least sum over all subsets; -1 when there is none.
  private static BigInteger bruteForce(SlaRequest wish, List<Candidate> candidates, int needed) {
    var best = BigInteger.ONE.negate();
    for (var subset = 0; subset < 1 << candidates.size(); subset++) {
      var providers = new HashSet<Long>();
      var domains = new HashSet<String>();
      var legs = new ArrayList<QuotedLeg>();
      for (var i = 0; i < candidates.size(); i++) {
        if ((subset >> i & 1) == 1) {
          var one = candidates.get(i);
          providers.add(one.offer().providerId());
          domains.add(one.failureDomain());
          legs.add(QuotedLeg.of(wish, StorageClass.FAST, one));
        }
      }
      var complete =
          Integer.bitCount(subset) == needed
              && providers.size() == needed
              && domains.size() == needed;
      if (complete) {
        var sum = Quote.of(StorageClass.FAST, legs, TERMS).total().units();
        best = best.signum() < 0 ? sum : best.min(sum);
      }
    }
    return best;
  }

  @Test
  void theOrderInWhichOffersArriveChangesNothing() {
    System.out.println("seed " + SEED);
    var candidates = new ArrayList<Candidate>();
    for (var i = 1; i <= 8; i++) {
      candidates.add(candidate(i, "1", "d" + i));
    }
    var first = providers(place(wish(TWO_OF_THREE, "100"), candidates));
    assertThat(first).containsExactly(1L, 2L, 3L);
    var random = new Random(SEED);
    for (var run = 0; run < 20; run++) {
      Collections.shuffle(candidates, random);
      assertThat(providers(place(wish(TWO_OF_THREE, "100"), candidates))).isEqualTo(first);
    }
  }

  @Test
  void everyRefusedOfferHasAReasonInWords() {
    var good = candidate(1, "1", "a");
    var offer = offer(2, "1", "eu-de");
    var poor = dollars("0.01");
    var candidates =
        List.of(
            good,
            candidate(offer(3, "1", "us-va"), "c"),
            new Candidate("small", offer, ByteCount.mib(5), poor, "d", QualityTarget.usual()),
            new Candidate("poor", offer, offer.capacity(), poor, "e", QualityTarget.usual()),
            new Candidate(
                "slow",
                offer,
                offer.capacity(),
                dollars("1000"),
                "f",
                new QualityTarget(9_995, 5_000, 0, 100)));
    var placement = place(wish(TWO_OF_THREE, "100", new Region("eu-de")), candidates);
    assertThat(placement).isInstanceOf(Impossible.class);
    if (placement instanceof Impossible(String summary, List<Refusal> refusals)) {
      assertThat(summary).contains("erasure(2 of 3) needs 3").contains("only 1 fit");
      assertThat(refusals)
          .extracting(Refusal::reason)
          .containsExactlyInAnyOrder(
              "fits, but too few others do",
              "lies in us-va, which is not among the regions wished",
              "has 5.00 MiB free, needed are 5.00 GiB",
              "must commit 4.933433 USDC as collateral, but its provider has only 0.010000 USDC of free stake",
              "promises less quality than wished");
    }
  }

  @Test
  void aBudgetThatIsOneUnitShortIsRefusedAndTheExactOneIsTaken() {
    var candidates =
        List.of(candidate(1, "1", "a"), candidate(2, "2", "b"), candidate(3, "3", "c"));
    var total =
        place(wish(TWO_OF_THREE, "1000"), candidates) instanceof Placed(Quote quote, var refused)
            ? quote.total()
            : dollars("0");
    var exact = place(wish(TWO_OF_THREE, total.toDecimal()), candidates);
    assertThat(exact).isInstanceOf(Placed.class);
    var below = total.minus(TokenAmount.ofUnits(DOLLAR, 1)).toDecimal();
    var tooDear = place(wish(TWO_OF_THREE, below), candidates);
    assertThat(tooDear).isInstanceOf(Impossible.class);
    if (tooDear instanceof Impossible(String summary, var refusals)) {
      assertThat(summary).contains(total.toString()).contains("raise the budget");
      assertThat(refusals).hasSize(3);
    }
  }

  @Test
  void aQuoteAddsUp() {
    var placement =
        place(
            wish(TWO_OF_THREE, "100"),
            List.of(candidate(1, "1", "a"), candidate(2, "2", "b"), candidate(3, "3", "c")));
    assertThat(placement).isInstanceOf(Placed.class);
    if (placement instanceof Placed(Quote quote, var refused)) {
      assertThat(quote.total())
          .isEqualTo(quote.deposit().plus(quote.egressEscrow()).plus(quote.reserve()));
      for (var leg : quote.legs()) {
        assertThat(leg.rate().depositFor(730 * 3600)).isEqualTo(leg.deposit());
        assertThat(leg.rate()).isLessThan(quote.maximumRate());
      }
      // 5 GiB and a little for tags at 3 a GiB-month is the dearest; half of it is kept in reserve.
      assertThat(quote.reserve().toDecimal()).startsWith("7.5");
      assertThat(quote.legs().getFirst().capacity().bytes())
          .isBetween(5L << 30, (5L << 30) + (4 << 20));
    }
  }

  @Test
  void aWishThatNoMarketCouldServeIsRefusedByField() {
    assertThatThrownBy(() -> wish(TWO_OF_THREE, "0"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.field()).isEqualTo("budget");
              assertThat(refused.remedy()).isNotEmpty();
            });
  }
}
