package network.flashback.domain.design;

import static network.flashback.domain.design.TestSupply.DAYS_90;
import static network.flashback.domain.design.TestSupply.TWO_OF_THREE;
import static network.flashback.domain.design.TestSupply.designer;
import static network.flashback.domain.design.TestSupply.dollars;
import static network.flashback.domain.design.TestSupply.ladder;
import static network.flashback.domain.design.TestSupply.supply;
import static network.flashback.domain.design.TestSupply.wishes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import network.flashback.domain.Refused;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;
import org.junit.jupiter.api.Test;

class DesignerTest {
  private static final long SEED = 38;
  private static final Shares FAST = Shares.all(StorageClass.FAST);

  private static Design.Feasible feasible(Design design) {
    assertThat(design).isInstanceOf(Design.Feasible.class);
    return (Design.Feasible) design;
  }

  private static Design.Infeasible infeasible(Design design) {
    assertThat(design).isInstanceOf(Design.Infeasible.class);
    return (Design.Infeasible) design;
  }

  private static Relaxed line(List<Relaxed> lines, Wish wish) {
    return lines.stream().filter(one -> one.wish() == wish).findFirst().orElseThrow();
  }

  private static List<Supply> everyClass() {
    var all = new ArrayList<Supply>();
    for (var one : StorageClass.values()) {
      all.addAll(ladder(6, one));
    }
    return all;
  }

  @Test
  void eachClassWithAShareBecomesAnSlaOfItsVolume() {
    var plan =
        feasible(
                designer(everyClass())
                    .design(wishes(Preset.GAMING.shares(), TWO_OF_THREE, "100000")))
            .cheapest();

    assertThat(plan.parts()).extracting(Part::storageClass).containsExactly(StorageClass.values());
    assertThat(plan.parts())
        .extracting(part -> part.request().volume())
        .containsExactly(ByteCount.gib(60), ByteCount.gib(20), ByteCount.gib(20));
  }

  @Test
  void whatIsLockedIsPayFeesAndReserveAndNothingElse() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 200; run++) {
      var wishes = wishes(Preset.mix(50, 0, 50), new Redundancy.Mirrored(2), "1000000");
      if (designer(TestSupply.scarce(random, 6)).design(wishes) instanceof Design.Feasible found) {
        for (var plan : found.plans()) {
          assertThat(plan.toProviders().plus(plan.fees()).plus(plan.reserve()))
              .isEqualTo(plan.total());
          assertThat(plan.total()).isLessThanOrEqualTo(wishes.budget());
        }
      }
    }
  }

  @Test
  void theOrderInWhichOffersArriveChangesNothing() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 30; run++) {
      var supplies = TestSupply.scarce(random, 6);
      var wishes = wishes(Preset.mix(50, 0, 50), new Redundancy.Mirrored(2), "1000");
      var first = withoutRefusals(designer(supplies).design(wishes));
      Collections.shuffle(supplies, random);
      assertThat(withoutRefusals(designer(supplies).design(wishes))).isEqualTo(first);
    }
  }

  /// Refusals come in the offers' order.
  private static Design withoutRefusals(Design design) {
    return switch (design) {
      case Design.Feasible(var plans, var relaxed, var refused) ->
          new Design.Feasible(plans, relaxed, List.of());
      case Design.Infeasible(var summary, var nearest, var together, var refused) ->
          new Design.Infeasible(summary, nearest, together, List.of());
    };
  }

  @Test
  void thePlansDifferInWhatTheyAreBestAt() {
    var supplies = new ArrayList<>(ladder(6, StorageClass.FAST));
    Collections.reverse(supplies);
    var slowFirst =
        supplies.stream()
            .map(
                supply -> {
                  var provider = supply.candidate().offer().providerId();
                  return supply(7 - provider, StorageClass.FAST, Long.toString(provider), "eu-de");
                })
            .toList();
    var found = feasible(designer(slowFirst).design(wishes(FAST, TWO_OF_THREE, "100000")));

    assertThat(found.plans())
        .extracting(Plan::kind)
        .containsExactly(Plan.Kind.CHEAPEST, Plan.Kind.QUICKEST, Plan.Kind.SAFEST);
    var cheapest = found.plans().get(0);
    assertThat(found.plans().get(1).latencyMillis())
        .isEqualTo(200)
        .isLessThan(cheapest.latencyMillis());
    assertThat(found.plans().get(2).loss().tenthsOfNines())
        .isGreaterThan(cheapest.loss().tenthsOfNines());
    assertThat(found.plans())
        .allSatisfy(plan -> assertThat(plan.total()).isGreaterThanOrEqualTo(cheapest.total()));
  }

  @Test
  void whatAWishCostsIsTheDifferenceToThePlanWithoutIt() {
    var supplies = ladder(8, StorageClass.FAST);
    var wishes =
        wishes(FAST, TWO_OF_THREE, "100000")
            .withRegions(new RegionRules(List.of("us-*"), List.of()))
            .withQuality(new QualityTarget(9_900, 86_400_000, 0, 10_000))
            .withDemands(false, 86_400);
    var found = feasible(designer(supplies).design(wishes));

    assertThat(found.relaxed())
        .extracting(Relaxed::wish)
        .containsExactly(
            Wish.REGIONS,
            Wish.QUALITY,
            Wish.COLLATERAL,
            Wish.REDUNDANCY,
            Wish.DURATION,
            Wish.VOLUME);
    var anywhere = wishes.withRegions(RegionRules.ANYWHERE);
    assertThat(line(found.relaxed(), Wish.REGIONS).total())
        .isEqualTo(feasible(designer(supplies).design(anywhere)).cheapest().total())
        .isLessThan(found.cheapest().total());
    assertThat(line(found.relaxed(), Wish.COLLATERAL).total()).isEqualTo(found.cheapest().total());
    assertThat(found.relaxed())
        .allSatisfy(one -> assertThat(one.total()).isLessThanOrEqualTo(found.cheapest().total()));
  }

  @Test
  void excludedRegionsAreLeftOutWhateverIsWanted() {
    var wishes =
        wishes(FAST, new Redundancy.Mirrored(2), "100000")
            .withRegions(new RegionRules(List.of("us-*", "eu-*"), List.of("eu-de")));
    var found = feasible(designer(ladder(6, StorageClass.FAST)).design(wishes));

    assertThat(found.cheapest().parts().getFirst().quote().legs())
        .extracting(leg -> leg.candidate().offer().region().name())
        .containsOnly("us-va");
    assertThat(found.cheapest().parts().getFirst().request().regions())
        .extracting(Object::toString)
        .containsExactly("us-va");
    assertThat(found.refused())
        .extracting(Refusal::reason)
        .contains("lies in eu-de, which is excluded");
  }

  @Test
  void onlyCertifiedProvidersAreTakenWhenThatIsWished() {
    var wishes = wishes(FAST, new Redundancy.Mirrored(2), "100000").withDemands(true, 0);
    var found = feasible(designer(ladder(6, StorageClass.FAST)).design(wishes));

    assertThat(found.cheapest().parts().getFirst().quote().legs())
        .extracting(leg -> leg.candidate().offer().providerId())
        .containsExactly(1L, 3L);
  }

  @Test
  void aBudgetThatIsTooSmallIsToldTheLeastThatWouldDo() {
    var supplies = ladder(4, StorageClass.FAST);
    var least =
        feasible(designer(supplies).design(wishes(FAST, TWO_OF_THREE, "100000")))
            .cheapest()
            .total();
    var tooSmall =
        wishes(FAST, TWO_OF_THREE, "100000")
            .withBudget(least.minus(TokenAmount.ofUnits(least.token(), 1)));
    var refusal = infeasible(designer(supplies).design(tooSmall));

    assertThat(line(refusal.nearest(), Wish.BUDGET).total()).isEqualTo(least);
    assertThat(refusal.summary()).contains("a budget of at least " + least);
    assertThat(designer(supplies).design(tooSmall.withBudget(least)))
        .isInstanceOf(Design.Feasible.class);
  }

  @Test
  void theNearestVolumeAndDurationAreTheLargestThatCanBeMet() {
    var supplies = ladder(4, StorageClass.FAST);
    var wishes = wishes(FAST, TWO_OF_THREE, "500");
    var refusal = infeasible(designer(supplies).design(wishes));
    var volume = bytes(line(refusal.nearest(), Wish.VOLUME));
    var seconds = seconds(line(refusal.nearest(), Wish.DURATION));

    assertThat(designer(supplies).design(wishes.withVolume(new ByteCount(volume))))
        .isInstanceOf(Design.Feasible.class);
    // Reserved room is counted in whole pieces, so that some bytes more may cost the same.
    assertThat(designer(supplies).design(wishes.withVolume(new ByteCount(volume + (8L << 20)))))
        .isInstanceOf(Design.Infeasible.class);
    assertThat(designer(supplies).design(wishes.withDuration(seconds)))
        .isInstanceOf(Design.Feasible.class);
    assertThat(designer(supplies).design(wishes.withDuration(seconds + 1)))
        .isInstanceOf(Design.Infeasible.class);
  }

  private static long bytes(Relaxed line) {
    return Long.parseLong(line.instead().replaceAll(".*\\((\\d+) bytes\\)", "$1"));
  }

  private static long seconds(Relaxed line) {
    return Long.parseLong(line.instead().replaceAll(" s, .* days$", ""));
  }

  @Test
  void aWishThatNobodyServesIsNamedWithTheNearestThatIsServed() {
    var supplies = ladder(6, StorageClass.FAST);
    var base = wishes(FAST, TWO_OF_THREE, "100000");

    var regions =
        infeasible(
            designer(supplies)
                .design(base.withRegions(new RegionRules(List.of("eu-fr", "sa-*"), List.of()))));
    assertThat(regions.nearest()).extracting(Relaxed::wish).containsExactly(Wish.REGIONS);
    assertThat(regions.summary()).contains("eu-de as well");

    var uptime =
        infeasible(
            designer(supplies)
                .design(base.withQuality(new QualityTarget(9_999, 86_400_000, 0, 10_000))));
    assertThat(uptime.nearest()).extracting(Relaxed::wish).containsExactly(Wish.QUALITY);
    assertThat(uptime.summary()).contains("an uptime of 99.04 %");

    var legs =
        infeasible(designer(supplies).design(base.withRedundancy(new Redundancy.Mirrored(9))));
    assertThat(legs.nearest()).extracting(Relaxed::wish).containsExactly(Wish.REDUNDANCY);
    assertThat(legs.summary()).contains("mirrored(6)");

    var mix = infeasible(designer(supplies).design(base.withShares(Preset.AI.shares())));
    assertThat(mix.nearest()).extracting(Relaxed::wish).containsExactly(Wish.MIX);
    assertThat(mix.summary()).contains("the decentralized share as fast");

    var collateral = infeasible(designer(supplies).design(base.withDemands(false, 31 * 86_400)));
    assertThat(collateral.nearest()).extracting(Relaxed::wish).containsExactly(Wish.COLLATERAL);
    assertThat(collateral.summary()).contains("a collateral of 2592000 s of pay");

    var duration = infeasible(designer(supplies).design(base.withDuration(500 * 86_400)));
    assertThat(duration.nearest()).extracting(Relaxed::wish).containsExactly(Wish.DURATION);
    assertThat(duration.summary()).contains(400 * 86_400 + " s, 400.0 days");
  }

  @Test
  void wishesThatOnlyTogetherAreInTheWayAreNamedTogether() {
    var refusal =
        infeasible(
            designer(ladder(6, StorageClass.FAST))
                .design(
                    wishes(FAST, TWO_OF_THREE, "1")
                        .withRegions(new RegionRules(List.of("eu-fr"), List.of()))));

    assertThat(refusal.nearest()).isEmpty();
    assertThat(refusal.together()).containsExactly(Wish.REGIONS, Wish.BUDGET);
    assertThat(refusal.summary()).contains("regions, budget");
  }

  @Test
  void whereNothingIsOfferedThatIsSaid() {
    var refusal = infeasible(designer(List.of()).design(wishes(FAST, TWO_OF_THREE, "1")));

    assertThat(refusal.summary())
        .contains("the offers listed do not hold 100.00 GiB for " + DAYS_90 + " s as fast");
  }

  @Test
  void aMixThatDoesNotAddUpIsRefused() {
    assertThatThrownBy(() -> Preset.mix(80, 30, 0))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("80/30/0, which adds up to 110");
    assertThatThrownBy(() -> new RegionRules(List.of("*"), List.of()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("eu-*");
    assertThat(dollars("1").isZero()).isFalse();
  }
}
