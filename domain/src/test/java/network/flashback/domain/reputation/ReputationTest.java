package network.flashback.domain.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.flashback.domain.Refused;
import network.flashback.domain.quality.QualityMeasured;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.reputation.DayOutcome.Report;
import network.flashback.domain.reputation.DayOutcome.Served;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReputationTest {
  private static final ReputationTable TABLE = ReputationTable.VERSION_1;
  private static final QualityTarget TARGET = new QualityTarget(9_950, 1_000, 500, 100);
  private static final DayOutcome BEST = new DayOutcome(Report.ON_TIME, Served.BETTER);
  private static final DayOutcome WORST = new DayOutcome(Report.MISSED, Served.WORSE);

  // One step either side of every bound, all other figures well beyond it.
  @ParameterizedTest
  @CsvSource({
    "9960, 1, 1000, 0, BETTER", // 40 of 50 basis points are lacking: exactly the margin
    "9959, 1, 1000, 0, MET",
    "9950, 1, 1000, 0, MET",
    "9949, 1, 1000, 0, SHORT",
    "9941, 1, 1000, 0, SHORT",
    "9940, 1, 1000, 0, WORSE",
    "10000, 800, 1000, 0, BETTER",
    "10000, 801, 1000, 0, MET",
    "10000, 1000, 1000, 0, MET",
    "10000, 1001, 1000, 0, SHORT",
    "10000, 1199, 1000, 0, SHORT",
    "10000, 1200, 1000, 0, WORSE",
    "10000, 1, 600, 0, BETTER",
    "10000, 1, 599, 0, MET",
    "10000, 1, 500, 0, MET",
    "10000, 1, 499, 0, SHORT",
    "10000, 1, 401, 0, SHORT",
    "10000, 1, 400, 0, WORSE",
    "10000, 1, 1000, 80, BETTER",
    "10000, 1, 1000, 81, MET",
    "10000, 1, 1000, 100, MET",
    "10000, 1, 1000, 101, SHORT",
    "10000, 1, 1000, 119, SHORT",
    "10000, 1, 1000, 120, WORSE",
  })
  void eachTierBeginsExactlyAtItsBound(
      int uptimeBps, int millis, int kib, int errorBps, Served expected) {
    var measured = new QualityMeasured(100, uptimeBps, millis, kib, errorBps);
    assertThat(TABLE.served(measured, TARGET)).isEqualTo(expected);
  }

  @Test
  void whatNobodyMeasuredOrPromisedComparesWithNothing() {
    assertThat(TABLE.served(QualityMeasured.of(List.of()), TARGET)).isEqualTo(Served.UNMEASURED);
    var unmeasured = new QualityMeasured(8, 10_000, 1, Integer.MAX_VALUE, 0);
    assertThat(TABLE.served(unmeasured, TARGET)).isEqualTo(Served.BETTER);
    var slow = new QualityMeasured(8, 10_000, 1, 0, 0);
    assertThat(TABLE.served(slow, QualityTarget.usual())).isEqualTo(Served.BETTER);
  }

  @ParameterizedTest
  @CsvSource({
    "ON_TIME, BETTER, 4",
    "ON_TIME, MET, 3",
    "ON_TIME, UNMEASURED, 1",
    "ON_TIME, SHORT, -1",
    "ON_TIME, WORSE, -2",
    "MISSED, BETTER, 2",
    "MISSED, MET, 1",
    "MISSED, UNMEASURED, -1",
    "MISSED, SHORT, -3",
    "MISSED, WORSE, -4",
    "NOT_ASKED, MET, 2",
    "NOT_ASKED, UNMEASURED, 0",
  })
  void aDayIsWorthItsProofAndItsQuality(Report report, Served served, int points) {
    assertThat(TABLE.pointsOf(new DayOutcome(report, served))).isEqualTo(points);
  }

  @Test
  void pointsBeginInTheMiddleAndStayBetweenNothingAndAHundred() {
    assertThat(ListingScore.unknown(TABLE).pointsOn(7)).isEqualTo(50);
    assertThat(after(13, BEST).points()).isEqualTo(100);
    assertThat(after(12, BEST).points()).isEqualTo(98);
    assertThat(after(40, BEST).points()).isEqualTo(100);
    assertThat(after(12, WORST).points()).isEqualTo(2);
    assertThat(after(13, WORST).points()).isZero();
    assertThat(after(40, WORST).with(40, BEST).points()).isEqualTo(4);
  }

  private static ListingScore after(int days, DayOutcome each) {
    var score = ListingScore.unknown(TABLE);
    for (int day = 0; day < days; day++) {
      score = score.with(day, each);
    }
    return score;
  }

  @Test
  void withoutDataPointsMoveTenInThirtyDaysTowardsTheMiddleAndNeverPastIt() {
    var good = after(40, BEST);
    assertThat(good.pointsOn(39)).isEqualTo(100);
    assertThat(good.pointsOn(41)).isEqualTo(100);
    assertThat(good.pointsOn(42)).isEqualTo(99);
    assertThat(good.pointsOn(68)).isEqualTo(91);
    assertThat(good.pointsOn(69)).isEqualTo(90);
    assertThat(good.pointsOn(188)).isEqualTo(51);
    assertThat(good.pointsOn(189)).isEqualTo(50);
    assertThat(good.pointsOn(100_000)).isEqualTo(50);
    var bad = after(40, WORST);
    assertThat(bad.pointsOn(69)).isEqualTo(10);
    assertThat(bad.pointsOn(100_000)).isEqualTo(50);
  }

  @Test
  void aDayWithoutDataIsNoDayAndAGapDecaysBeforeTheNextDayCounts() {
    var nothing = new DayOutcome(Report.NOT_ASKED, Served.UNMEASURED);
    var good = after(40, BEST);
    assertThat(good.with(40, nothing)).isEqualTo(good);
    assertThat(good.with(70, WORST).points()).isEqualTo(90 - 4);
    assertThat(good.with(70, WORST).daysCounted()).isEqualTo(41);
    assertThatThrownBy(() -> good.with(39, BEST)).isInstanceOf(Refused.class);
  }

  @Test
  void ofSeveralAgreementsTheWorstCounts() {
    assertThat(Served.BETTER.worst(Served.SHORT)).isEqualTo(Served.SHORT);
    assertThat(Served.WORSE.worst(Served.MET)).isEqualTo(Served.WORSE);
    assertThat(Served.UNMEASURED.worst(Served.MET)).isEqualTo(Served.MET);
    assertThat(Served.SHORT.worst(Served.UNMEASURED)).isEqualTo(Served.SHORT);
  }

  @Test
  void theMeanIsWeighedByWhatOthersPaid() {
    assertThat(mean(listing(90, "a", Map.of()), listing(10, "a", Map.of()))).isEqualTo(50);
    assertThat(mean(listing(90, "a", Map.of("x", 30L)), listing(10, "a", Map.of("y", 30L))))
        .isEqualTo(50);
    assertThat(mean(listing(90, "a", Map.of("x", 30L)), listing(10, "a", Map.of("x", 10L))))
        .isEqualTo(70);
    // Nobody but x: all of it counts. With y, x counts no more than y.
    assertThat(mean(listing(90, "a", Map.of("x", 999L)), listing(10, "a", Map.of("y", 1L))))
        .isEqualTo(50);
    assertThat(
            mean(
                listing(90, "a", Map.of("x", 999L)),
                listing(10, "a", Map.of("y", 1L, "z", 2L)),
                listing(40, "a", Map.of())))
        .isEqualTo(50);
    // Other tokens count by their payers: two of b, one of a.
    assertThat(mean(listing(90, "a", Map.of("x", 7L)), listing(30, "b", Map.of("x", 1L, "y", 1L))))
        .isEqualTo(50);
  }

  @Test
  void noPayerAloneMovesTheMeanFurtherThanHalfWayFromWhatAllOthersMakeOfIt() {
    var random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      List<WeighedListing> others = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        long fee = 1 + random.nextLong(1_000_000);
        others.add(listing(random.nextInt(101), "a", Map.of("payer" + i, fee)));
      }
      var rich = listing(100, "a", Map.of("rich", 1 + random.nextLong(Long.MAX_VALUE - 1)));
      var all = new ArrayList<>(others);
      all.add(rich);
      int without = WeighedListing.mean(TABLE, others);
      int with = WeighedListing.mean(TABLE, all);
      // Capping one of the others afresh and rounding down twice may add a little.
      if (others.size() == 1) {
        assertThat(with).as("seed 7, round " + round).isLessThanOrEqualTo((without + 101) / 2 + 1);
      }
      assertThat(with).as("seed 7, round " + round).isBetween(0, 100);
    }
  }

  private static int mean(WeighedListing... listings) {
    return WeighedListing.mean(TABLE, List.of(listings));
  }

  private static WeighedListing listing(int points, String token, Map<String, Long> fees) {
    var exact = new java.util.HashMap<String, BigInteger>();
    fees.forEach((payer, fee) -> exact.put(payer, BigInteger.valueOf(fee)));
    return new WeighedListing(points, token, exact);
  }
}
