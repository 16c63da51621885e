package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.Challenges.AuditedUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What silence about lost leaves is worth, by the challenges that an epoch's seed draws: the pay
/// for bytes that are not there, of all epochs before the first that asks for one of them.
class GainOfALossTest {
  private static final long SEED = 20_261_125;
  private static final int CHALLENGES = 5;
  private static final int LEAVES = 100_000;
  private static final int LIVES = 2_000;

  /// With x = 1 - f left, the mean is (1 - x) x^5 / (1 - x^5) = x^5 / (1 + x + x^2 + x^3 + x^4) of
  /// an epoch's pay: below a fifth whatever the share f, most for the smallest losses.
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.2, 0.5, 0.9})
  void aLossIsPaidForLessThanAFifthOfAnEpochBeforeItIsFound(double share) {
    System.out.println("seed of the draws: " + SEED);
    var random = new Random(SEED);
    long lost = Math.round(LEAVES * share);
    long epochs = 0;
    for (int life = 0; life < LIVES; life++) {
      while (!isFound(random, lost)) {
        epochs++;
      }
    }
    double mean = (double) epochs / LIVES * share;
    double left = 1 - share;
    double expected =
        Math.pow(left, 5) / (1 + left + left * left + Math.pow(left, 3) + Math.pow(left, 4));
    System.out.printf("lost %.2f: paid %.4f epochs for it, expected %.4f%n", share, mean, expected);
    // Five standard deviations of the mean of so many lives, each at most about an epoch's fifth.
    assertThat(mean).isLessThan(0.2 + 5 * 0.2 / Math.sqrt(LIVES));
    assertThat(Math.abs(mean - expected)).isLessThan(5 * 0.2 / Math.sqrt(LIVES));
  }

  @Test
  void aTinyUnitBesideALargeOneDrawsAsItsRateSays() {
    var random = new Random(SEED);
    var line = List.of(unit(1, 99, LEAVES), unit(2, 1, LEAVES));
    int hits = 0;
    for (int epoch = 0; epoch < LIVES; epoch++) {
      hits +=
          (int)
              Challenges.of(seed(random), 7, line, CHALLENGES).stream()
                  .filter(asked -> asked.agreementId().intValue() == 2)
                  .count();
    }
    // A hundredth of the draws, within five deviations.
    double draws = LIVES * CHALLENGES;
    assertThat(Math.abs(hits - draws / 100)).isLessThan(5 * Math.sqrt(draws / 100));
  }

  private static boolean isFound(Random random, long lost) {
    return Challenges.of(seed(random), 7, List.of(unit(1, 1, LEAVES)), CHALLENGES).stream()
        .anyMatch(asked -> asked.index() < lost);
  }

  private static AuditedUnit unit(long id, long rate, long leaves) {
    return new AuditedUnit(BigInteger.valueOf(id), BigInteger.valueOf(rate), leaves);
  }

  private static Bytes32 seed(Random random) {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.of(bytes);
  }
}
