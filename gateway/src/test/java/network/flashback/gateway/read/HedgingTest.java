package network.flashback.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.flashback.gateway.legs.Latencies;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private static final long SEED = Long.getLong("seed", 5);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void whatIsReadInVainStaysWithinATwentiethOfWhatWasNeededAndAFirstAllowance() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var hedging = new Hedging();
    var needed = 0L;
    var spent = 0L;
    for (int step = 0; step < 100_000; step++) {
      if (random.nextInt(3) > 0) {
        var bytes = random.nextLong(1 << 18);
        hedging.earn(bytes);
        needed += bytes;
      } else {
        var bytes = random.nextLong(1 << 18);
        spent += hedging.spend(bytes) ? bytes : 0;
      }
      assertThat(spent).isLessThanOrEqualTo(Hedging.FIRST_BYTES + needed / 20);
    }
    assertThat(hedging.hedged()).isPositive();
    assertThat(hedging.refused()).isPositive();
    assertThat(spent).as("it is used").isGreaterThan(needed / 40);
  }

  @Test
  void aLongQuietTimeSavesUpForSoManyHedgesAndNoMore() {
    var hedging = new Hedging();
    hedging.earn(1L << 50);
    assertThat(hedging.spend(Hedging.SAVED_MAX)).isTrue();
    assertThat(hedging.spend(1)).isFalse();
  }

  @Test
  void aPercentileIsThatOfTheRecentReadsSorted() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (int history = 0; history < 200; history++) {
      var latencies = new Latencies(clock);
      var took = new long[8 + random.nextInt(56)];
      for (int i = 0; i < took.length; i++) {
        took[i] = random.nextLong(1_000_000_000L);
        latencies.observe(Duration.ofNanos(took[i]));
      }
      Arrays.sort(took);
      var rank = (int) Math.ceil(took.length * 0.95);
      assertThat(latencies.percentile(95)).contains(Duration.ofNanos(took[rank - 1]));
      assertThat(latencies.percentile(100)).contains(Duration.ofNanos(took[took.length - 1]));
    }
  }

  @Test
  void aLegIsWaitedForAsLongAsNineteenOfTwentyOfItsReadsTookWithinBounds() {
    var fast = leg(1);
    var usual = leg(80);
    var slow = leg(3000);
    assertThat(Hedging.patience(List.of(fast))).isEqualTo(Hedging.SHORTEST);
    assertThat(Hedging.patience(List.of(fast, usual))).isEqualTo(Duration.ofMillis(80));
    assertThat(Hedging.patience(List.of(usual, slow))).isEqualTo(Hedging.LONGEST);
    assertThat(Hedging.patience(List.of(new Latencies(clock)))).isEqualTo(Hedging.LONGEST);
  }

  @Test
  void aLegMuchSlowerThanTheFastestIsAskedAfterTheOthersUntilThatIsForgotten() {
    var fast = leg(5);
    var usual = leg(30);
    var slow = leg(500);
    var fastest = Hedging.fastest(List.of(slow, fast, usual));
    assertThat(fastest).isEqualTo(Duration.ofMillis(5));
    assertThat(Hedging.slowness(slow, fastest)).isEqualTo(1);
    assertThat(Hedging.slowness(usual, fastest)).isZero();
    now = now.plusSeconds(31);
    assertThat(Hedging.slowness(slow, fastest)).isZero();
  }

  private Latencies leg(int millis) {
    var latencies = new Latencies(clock);
    for (int i = 0; i < 20; i++) {
      latencies.observe(Duration.ofMillis(millis));
    }
    return latencies;
  }

  @Test
  void tooFewReadsSayNothingAndOldOnesAreForgotten() {
    var latencies = new Latencies(clock);
    for (int i = 0; i < 7; i++) {
      latencies.observe(Duration.ofMillis(5));
    }
    assertThat(latencies.percentile(95)).isEmpty();
    latencies.observe(Duration.ofMillis(9));
    assertThat(latencies.percentile(95)).contains(Duration.ofMillis(9));
    now = now.plusSeconds(31);
    assertThat(latencies.percentile(95)).isEmpty();
  }
}
