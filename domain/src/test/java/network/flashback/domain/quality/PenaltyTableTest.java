package network.flashback.domain.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.PenaltyTable.MissConsequence.Breach;
import network.flashback.domain.quality.PenaltyTable.MissConsequence.Slash;
import network.flashback.domain.quality.QualityMeasured.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PenaltyTableTest {
  private static final PenaltyTable TABLE = PenaltyTable.VERSION_1;
  private static final QualityTarget PROMISED = new QualityTarget(9_995, 1_000, 100, 100);

  private static TokenAmount units(long units) {
    return TokenAmount.ofUnits(Token.micro("USDC"), units);
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 0",
    "9995, 0",
    "9994, 1000",
    "9900, 1000",
    "9899, 2500",
    "9500, 2500",
    "9499, 10000",
    "0, 10000"
  })
  void uptimeTiersChangeExactlyAtTheirBounds(int uptimeBps, int creditBps) {
    assertThat(TABLE.uptimeCreditBps(uptimeBps, 9_995)).isEqualTo(creditBps);
  }

  /// A lower promise that was kept costs nothing; a missed one above all tiers costs the mildest.
  @ParameterizedTest
  @CsvSource({
    "9990, 9990, 0",
    "9989, 9990, 1000",
    "9900, 9900, 0",
    "9899, 9900, 2500",
    "9000, 9000, 0",
    "8999, 9000, 10000",
    "9999, 9999, 0",
    "9998, 9999, 1000",
    "9995, 9999, 1000",
    "9994, 9999, 1000",
    "0, 0, 0"
  })
  void uptimeIsMeasuredAgainstThePromiseToTheBasisPoint(int uptimeBps, int promised, int credit) {
    assertThat(TABLE.uptimeCreditBps(uptimeBps, promised)).isEqualTo(credit);
  }

  @ParameterizedTest
  @CsvSource({
    "200, 200, 0",
    "201, 200, 1000",
    "239, 200, 1000",
    "240, 200, 2500",
    "5000, 5000, 0",
    "5001, 5000, 1000"
  })
  void latencyIsMeasuredAgainstThePromiseToTheMillisecond(int measured, int promised, int credit) {
    var target = new QualityTarget(9_995, promised, 0, 100);
    var figures = new QualityMeasured(100, 10_000, measured, Integer.MAX_VALUE, 0);
    assertThat(TABLE.creditBps(figures, target)).isEqualTo(credit);
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 1000, 100, 100, 0",
    "10000, 1001, 100, 100, 1000",
    "10000, 1199, 100, 100, 1000",
    "10000, 1200, 100, 100, 2500",
    "10000, 1000, 99, 100, 1000",
    "10000, 1000, 101, 100, 0",
    "10000, 1000, 81, 100, 1000",
    "10000, 1000, 80, 100, 2500",
    "10000, 1000, 100, 101, 1000",
    "10000, 999, 100, 99, 0",
    "10000, 1000, 100, 119, 1000",
    "10000, 1000, 100, 120, 2500",
    "9900, 1200, 80, 120, 8500",
    "9899, 2000, 10, 900, 10000",
    "9499, 2000, 10, 900, 10000"
  })
  void missedTargetsAddUpButNeverBeyondThePay(
      int uptime, int latency, int throughput, int errors, int creditBps) {
    var measured = new QualityMeasured(100, uptime, latency, throughput, errors);
    assertThat(TABLE.creditBps(measured, PROMISED)).isEqualTo(creditBps);
  }

  /// Of a day's 2,000 probes, one is within the tier and two are not; of fewer than 2,000, none is.
  @ParameterizedTest
  @CsvSource({"2000, 1, 0", "2000, 2, 1000", "1999, 1, 1000", "2001, 1, 0", "20000, 11, 1000"})
  void aProbeEitherSideOfTheMildestTier(int probes, int silent, int creditBps) {
    var all = new ArrayList<Probe>(Collections.nCopies(silent, new Probe.Silent()));
    all.addAll(Collections.nCopies(probes - silent, new Probe.Answered(10, 500)));
    assertThat(TABLE.creditBps(QualityMeasured.of(all), PROMISED)).isEqualTo(creditBps);
  }

  @ParameterizedTest
  @CsvSource({"699, 399", "700, 400", "701, 400"})
  void theThirdMissTakesWhatIsLeftOneUnitEitherSideOfItsPrice(long collateral, long taken) {
    var left = units(collateral - 300);
    assertThat(TABLE.possessionMiss(left, units(100), 3)).isEqualTo(new Slash(units(taken)));
  }

  @Test
  void possessionMissesDoubleUntilTheCollateralIsGone() {
    assertThat(TABLE.possessionMiss(units(1_000), units(100), 1)).isEqualTo(new Slash(units(100)));
    assertThat(TABLE.possessionMiss(units(1_000), units(100), 2)).isEqualTo(new Slash(units(200)));
    assertThat(TABLE.possessionMiss(units(1_000), units(100), 3)).isEqualTo(new Slash(units(400)));
    assertThat(TABLE.possessionMiss(units(399), units(100), 3)).isEqualTo(new Slash(units(399)));
    assertThat(TABLE.possessionMiss(units(1_000), units(100), 4))
        .isEqualTo(new Breach(units(1_000)));
  }

  @Test
  void aSlashIsDividedWithoutLosingAUnit() {
    for (var amount = 0L; amount < 1_000; amount++) {
      var parts = TABLE.divide(units(amount));
      assertThat(parts.total()).isEqualTo(units(amount));
      assertThat(parts.fund().units()).isEqualTo(amount * 3 / 10);
      assertThat(parts.prover().units()).isEqualTo(amount / 10);
    }
  }

  @Test
  void aVerdictSaysWhatWasMissed() {
    var kept = new QualityMeasured(100, 9_995, 1_000, 100, 100);
    assertThat(QualityVerdict.of(TABLE, kept, PROMISED)).isEqualTo(new QualityVerdict.Compliant());
    var missed = new QualityMeasured(100, 9_850, 1_300, 100, 100);
    assertThat(QualityVerdict.of(TABLE, missed, PROMISED))
        .isEqualTo(
            new QualityVerdict.Missed(
                5_000,
                List.of(
                    "answered 98.50 % of the probes, promised 99.95 %",
                    "first byte after 1300 ms, promised within 1000 ms")));
  }

  @Test
  void probesAddUpToFigures() {
    List<Probe> probes =
        List.of(
            new Probe.Answered(10, 500),
            new Probe.Answered(30, 100),
            new Probe.Wrong(20),
            new Probe.Silent());
    assertThat(QualityMeasured.of(probes)).isEqualTo(new QualityMeasured(4, 7_500, 30, 100, 3_333));
  }

  @Test
  void withoutProbesNobodyIsBlamed() {
    var nothing = QualityMeasured.of(List.of());
    assertThat(TABLE.creditBps(nothing, PROMISED)).isZero();
  }

  @Test
  void aSilentProviderLosesTheEpochsPayAndNoMore() {
    var silent = QualityMeasured.of(Collections.nCopies(5, new Probe.Silent()));
    assertThat(TABLE.creditBps(silent, PROMISED)).isEqualTo(10_000);
  }

  @Test
  void oneLyingReporterOfThreeMovesNothing() {
    var honest = new QualityMeasured(5, 10_000, 50, 1_000, 0);
    var liar = new QualityMeasured(5, 0, 9_999, 0, 10_000);
    assertThat(QualityMeasured.median(List.of(liar, honest, honest))).isEqualTo(honest);
    assertThat(QualityMeasured.median(List.of(liar, honest))).isEqualTo(honest);
  }
}
