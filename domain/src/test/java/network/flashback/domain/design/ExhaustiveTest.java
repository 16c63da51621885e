package network.flashback.domain.design;

import static network.flashback.domain.design.TestSupply.designer;
import static network.flashback.domain.design.TestSupply.wishes;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Candidate;
import network.flashback.domain.placement.Placement;
import network.flashback.domain.placement.Quote;
import network.flashback.domain.placement.QuotedLeg;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;
import org.junit.jupiter.api.Test;

/// The designer beside a search through every choice of legs.
class ExhaustiveTest {
  private static final long SEED = 3_838;
  private static final int RUNS = 600;

  private static final List<StorageClass> CLASSES =
      List.of(StorageClass.FAST, StorageClass.ARCHIVE);

  @Test
  void noChoiceIsCheaper() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var feasible = 0;
    for (var run = 0; run < RUNS; run++) {
      var supplies = TestSupply.scarce(random, 3 + random.nextInt(3));
      var wishes =
          wishes(Preset.mix(50, 0, 50), new Redundancy.Mirrored(1 + random.nextInt(2)), "1000000");
      var best = best(supplies, wishes);
      switch (designer(supplies).design(wishes)) {
        case Design.Feasible found -> {
          assertThat(found.cheapest().total().units()).isEqualTo(best);
          feasible++;
        }
        case Design.Infeasible none -> assertThat(best).isEqualTo(BigInteger.ONE.negate());
      }
    }
    assertThat(feasible).isBetween(RUNS / 5, RUNS - 5);
  }

  /// The least total over all pairs of choices that fit together; -1 when there is none.
  private static BigInteger best(List<Supply> supplies, Wishes wishes) {
    var choices = CLASSES.stream().map(one -> choices(supplies, wishes, one)).toList();
    var best = BigInteger.ONE.negate();
    for (var fast : choices.get(0)) {
      for (var archive : choices.get(1)) {
        var total = fast.total().plus(archive.total()).units();
        if (fits(fast, archive) && (best.signum() < 0 || total.compareTo(best) < 0)) {
          best = total;
        }
      }
    }
    return best;
  }

  private static boolean fits(Quote fast, Quote archive) {
    Map<Long, ByteCount> room = new HashMap<>();
    Map<Long, TokenAmount> stake = new HashMap<>();
    var legs = new ArrayList<>(fast.legs());
    legs.addAll(archive.legs());
    for (var leg : legs) {
      var provider = leg.candidate().offer().providerId();
      room.merge(provider, leg.capacity(), ByteCount::plus);
      stake.merge(provider, leg.collateral(), TokenAmount::plus);
    }
    return legs.stream()
        .allMatch(
            leg -> {
              var provider = leg.candidate().offer().providerId();
              var bytes = room.getOrDefault(provider, ByteCount.ZERO);
              var collateral = stake.getOrDefault(provider, leg.collateral());
              return bytes.compareTo(leg.candidate().free()) <= 0
                  && collateral.compareTo(leg.candidate().freeStake()) <= 0;
            });
  }

  /// Every complete choice of one class, by the quote that placing exactly these offers gives.
  private static List<Quote> choices(
      List<Supply> supplies, Wishes wishes, StorageClass storageClass) {
    var offers =
        supplies.stream()
            .map(Supply::candidate)
            .filter(candidate -> candidate.offer().storageClass() == storageClass)
            .toList();
    var request =
        new SlaRequest(
            wishes.shares().of(storageClass, wishes.volume()),
            wishes.durationSeconds(),
            wishes.redundancy(),
            Shares.all(storageClass),
            Set.of(),
            wishes.shares().of(storageClass, wishes.egress()),
            wishes.budget(),
            wishes.quality());
    var all = new ArrayList<Quote>();
    for (var subset = 1; subset < 1 << offers.size(); subset++) {
      if (Integer.bitCount(subset) == wishes.redundancy().providersNeeded()) {
        var chosen = new ArrayList<Candidate>();
        for (var i = 0; i < offers.size(); i++) {
          if ((subset >> i & 1) == 1) {
            chosen.add(offers.get(i));
          }
        }
        if (Placement.choose(request, storageClass, chosen, TestSupply.TERMS, TestSupply.NOW)
            instanceof Placement.Placed(Quote quote, var refused)) {
          assertThat(new HashSet<>(quote.legs().stream().map(QuotedLeg::candidate).toList()))
              .hasSize(chosen.size());
          all.add(quote);
        }
      }
    }
    return all;
  }
}
