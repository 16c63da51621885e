package network.flashback.domain.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.flashback.domain.storage.Redundancy;
import org.junit.jupiter.api.Test;

class OddsTest {
  private static final long SEED = 7;
  private static final long YEAR = 365L * 86_400;
  private static final FailureModel USUAL = FailureModel.usual();

  private static Odds odds(long numerator, long denominator) {
    return Odds.of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  @Test
  void ninesAreRoundedDownToTenths() {
    assertThat(odds(1, 1).nines()).isEqualTo("0.0");
    assertThat(odds(1, 10).nines()).isEqualTo("1.0");
    assertThat(odds(1_000_001, 10_000_000).nines()).isEqualTo("0.9");
    // log10(2000) = 3.3
    assertThat(odds(1, 2_000).nines()).isEqualTo("3.3");
    assertThat(odds(1, 100_000_000_000L).nines()).isEqualTo("11.0");
    assertThat(Odds.NEVER.nines()).isEqualTo("15.0");
  }

  @Test
  void whatGoesWellIsRoundedDown() {
    assertThat(odds(1, 3)).hasToString("66.6666 %");
    assertThat(odds(1, 1_000_000_000)).hasToString("99.9999 %");
    assertThat(Odds.NEVER).hasToString("100.0000 %");
    assertThat(odds(2, 3).or(odds(2, 3)).wellPpm()).isZero();
  }

  @Test
  void twoOfThreeForAYearLoseWhatThePaperSays() {
    // p = 5 % * 6/365 in each of 122 windows; 122 * (3 p^2 (1 - p) + p^3) = 2.4711e-4
    var loss = USUAL.loss(new Redundancy.ErasureCoded(2, 1), YEAR);

    assertThat(loss.failure().divide(BigInteger.TEN.pow(32)))
        .isBetween(BigInteger.valueOf(24_711), BigInteger.valueOf(24_712));
    assertThat(loss.nines()).isEqualTo("3.6");
  }

  @Test
  void aSingleCopyIsLostAtLeastAsOftenAsItsLeg() {
    var loss = USUAL.loss(new Redundancy.Mirrored(1), YEAR);

    assertThat(loss.failure()).isGreaterThanOrEqualTo(odds(5, 100).failure());
  }

  @Test
  void moreParityAndShorterTimesAreSafer() {
    for (var parity = 1; parity < 8; parity++) {
      assertThat(USUAL.loss(new Redundancy.ErasureCoded(4, parity + 1), YEAR).failure())
          .isLessThan(USUAL.loss(new Redundancy.ErasureCoded(4, parity), YEAR).failure());
    }
    assertThat(USUAL.loss(new Redundancy.Mirrored(2), YEAR / 2).failure())
        .isLessThan(USUAL.loss(new Redundancy.Mirrored(2), YEAR).failure());
  }

  /// Years in which legs fail at random days and are repaired after three.
  @Test
  void noSimulatedHistoryLosesMoreThanTheFigureSays() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var often = new FailureModel(5_000, 10 * 86_400);
    var years = 20_000;
    var lost = 0;
    for (var year = 0; year < years; year++) {
      var days = new ArrayList<Integer>();
      for (var leg = 0; leg < 3; leg++) {
        for (var day = 0; day < 365; day++) {
          if (random.nextInt(2 * 365) == 0) {
            days.add(day);
            day += 10;
          }
        }
      }
      days.sort(null);
      var twoAtOnce = false;
      for (var i = 1; i < days.size(); i++) {
        twoAtOnce |= days.get(i) - days.get(i - 1) < 10;
      }
      lost += twoAtOnce ? 1 : 0;
    }
    var figure = often.loss(new Redundancy.ErasureCoded(2, 1), YEAR);
    assertThat(odds(lost, years).failure()).isLessThanOrEqualTo(figure.failure());
    assertThat(odds(5L * lost, years).failure()).isGreaterThan(figure.failure());
  }

  @Test
  void outageIsThatOfTheLegsWhichAreNeeded() {
    // 3 * 0.99 * 0.01^2 + 0.01^3 = 2.98e-4
    assertThat(FailureModel.outage(2, List.of(9_900, 9_900, 9_900)))
        .isEqualTo(odds(298, 1_000_000));
    assertThat(FailureModel.outage(1, List.of(9_000, 9_900))).isEqualTo(odds(1, 1_000));
    assertThat(FailureModel.outage(2, List.of(9_000, 9_900))).isEqualTo(odds(109, 1_000));
    assertThat(FailureModel.outage(1, List.of(10_000))).isEqualTo(Odds.NEVER);
  }
}
