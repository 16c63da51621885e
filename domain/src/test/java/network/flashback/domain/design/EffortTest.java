package network.flashback.domain.design;

import static network.flashback.domain.design.TestSupply.NOW;
import static network.flashback.domain.design.TestSupply.TERMS;
import static network.flashback.domain.design.TestSupply.designer;
import static network.flashback.domain.design.TestSupply.dollars;
import static network.flashback.domain.design.TestSupply.ladder;
import static network.flashback.domain.design.TestSupply.wishes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;
import org.junit.jupiter.api.Test;

/// As many offers as a market looks at, and wishes that are hard to meet or to refuse.
class EffortTest {
  private static final long SEED = 380;
  private static final int OFFERS = 200;

  /// Every provider sells every class and has room for one or two legs.
  private static List<Supply> crowd() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var all = new ArrayList<Supply>();
    for (var one : StorageClass.values()) {
      for (var provider = 1; provider <= OFFERS; provider++) {
        var price = "%d.%02d".formatted(1 + random.nextInt(9), random.nextInt(100));
        var region = "r" + random.nextInt(90) + "-x";
        var free = ByteCount.gib(20 + random.nextInt(60));
        var stake = dollars(Integer.toString(100 + random.nextInt(900)));
        all.add(TestSupply.supply(provider, one, price, region, free, stake));
      }
    }
    return all;
  }

  private static Design timed(Wishes wishes) {
    var designer = designer(crowd());
    var begin = System.nanoTime();
    var design = designer.design(wishes);
    System.out.printf("%s: %d ms%n", wishes, (System.nanoTime() - begin) / 1_000_000);
    return design;
  }

  @Test
  void aMixOverManyCrowdedOffersIsPlanned() {
    var wishes = wishes(Preset.GAMING.shares(), new Redundancy.ErasureCoded(16, 16), "100000");

    assertThat(timed(wishes)).isInstanceOf(Design.Feasible.class);
  }

  @Test
  void aVolumeThatNobodyHoldsIsToldTheLargestThatIsHeld() {
    var wishes =
        wishes(Preset.GAMING.shares(), new Redundancy.ErasureCoded(16, 16), "100000000")
            .withVolume(ByteCount.gib(1 << 20));

    assertThat(timed(wishes))
        .isInstanceOfSatisfying(
            Design.Infeasible.class,
            refusal ->
                assertThat(refusal.nearest()).extracting(Relaxed::wish).contains(Wish.VOLUME));
  }

  @Test
  void allSearchesTogetherEndAfterAnEffortThatIsBounded() {
    var wishes = wishes(Shares.all(StorageClass.FAST), new Redundancy.Mirrored(1), "1000000");
    var search = new Search(ladder(3, StorageClass.FAST), TERMS, FailureModel.usual(), NOW);
    var found =
        IntStream.range(0, 3_000).filter(i -> search.atAnyPrice(wishes).isPresent()).count();

    assertThat(found).isEqualTo(2_000);
    assertThat(search.isExhausted()).isTrue();
  }
}
