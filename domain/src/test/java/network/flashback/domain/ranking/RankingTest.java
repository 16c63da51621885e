package network.flashback.domain.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.Refused;
import network.flashback.domain.quality.QualityTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {
  private static final Ranking RANKING = new Ranking(RankingTable.VERSION_1);
  private static final QualityTarget PROMISED = new QualityTarget(9_990, 2_000, 0, 100);
  private static final BigInteger MEDIAN = BigInteger.valueOf(4_000_000);

  @Test
  void aPerfectOfferHasAllPoints() {
    var perfect =
        new Standing(
            BigInteger.ZERO,
            MEDIAN,
            PROMISED,
            Optional.of(new Track(100, 10_000, 10, 0)),
            Long.MAX_VALUE / 2,
            0,
            List.of("IDENTITY", "LEGAL_DOCUMENTS", "LOCATION", "MEASURED_QUALITY"),
            Long.MAX_VALUE);

    var score = RANKING.score(perfect);

    assertThat(score.of()).isEqualTo(1_000);
    // A record of proofs comes as near to its most as one likes, and never there.
    assertThat(score.points()).isEqualTo(999);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 300, 100.00 % below the median of its class",
    "3000000, 187, 25.00 % below the median of its class",
    "4000000, 150, the median of its class",
    "5000000, 112, 25.00 % above the median of its class",
    "8000000, 0, 100.00 % above the median of its class",
    "80000000, 0, 1900.00 % above the median of its class"
  })
  void priceIsComparedWithTheMedian(long price, int points, String why) {
    assertPart(Criterion.PRICE, priced(price, MEDIAN), points, why);
  }

  @Test
  void aPriceWithNothingToCompareGetsHalf() {
    assertPart(
        Criterion.PRICE, priced(7, BigInteger.ZERO), 150, "nothing to compare the price with");
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 250",
    "9999, 240",
    "9998, 220",
    "9990, 200",
    "9900, 100",
    "9899, 30",
    "9499, 0"
  })
  void uptimeIsWorthWhatItsTierSays(int uptime, int points) {
    var part = part(Criterion.UPTIME, tracked(new Track(1, uptime, 10, 0)));

    assertThat(part.points()).isEqualTo(points);
    assertThat(part.why()).endsWith(" % measured over 1 epoch");
  }

  @ParameterizedTest
  @CsvSource({"50, 150", "51, 130", "500, 60", "2000, 10", "2001, 0"})
  void latencyIsWorthWhatItsTierSays(int millis, int points) {
    assertPart(
        Criterion.LATENCY,
        tracked(new Track(1, 10_000, millis, 0)),
        points,
        "95 % answered within " + millis + " ms");
  }

  @Test
  void aPromiseIsWorthLessThanAKeptAndMoreThanABrokenOne() {
    var promised = part(Criterion.UPTIME, priced(1, MEDIAN));
    var kept = part(Criterion.UPTIME, tracked(new Track(1, 9_990, 10, 0)));
    var broken = part(Criterion.UPTIME, tracked(new Track(1, 9_600, 10, 0)));

    assertThat(promised.points()).isEqualTo(50).isLessThan(kept.points());
    assertThat(promised.points()).isGreaterThan(broken.points());
    assertThat(promised.why()).isEqualTo("promises 99.90 %, nothing measured");
  }

  @Test
  void aPenaltyWeighsAsMuchAsTenProofs() {
    assertPart(Criterion.PROOFS, proving(10, 0), 50, "10 epochs proven, 0 penalties");
    assertPart(Criterion.PROOFS, proving(90, 8), 50, "90 epochs proven, 8 penalties");
    assertPart(Criterion.PROOFS, proving(0, 1), 0, "0 epochs proven, 1 penalty");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, no stake",
    "10000, 5, bonded stake is 1.00 times the listing's",
    "25500, 12, bonded stake is 2.55 times the listing's",
    "2000000, 50, bonded stake is 200.00 times the listing's"
  })
  void stakeCountsUpToTenTimesTheListings(long bps, int points, String why) {
    var staked =
        new Standing(MEDIAN, MEDIAN, PROMISED, Optional.empty(), 0, 0, List.of("LOCATION"), bps);

    assertPart(Criterion.STAKE, staked, points, why);
    assertPart(Criterion.CERTIFICATES, staked, 25, "certified: location");
  }

  @Test
  void pointsAreTheSumOfTheParts() {
    var offer = tracked(new Track(3, 9_991, 120, 7));

    assertThat(RANKING.points(offer)).isEqualTo(RANKING.score(offer).points());
    assertThat(RANKING.score(offer).parts())
        .extracting(Score.Part::criterion)
        .containsExactly(Criterion.values());
  }

  @Test
  void tablesOutOfOrderAreRefused() {
    var table = RankingTable.VERSION_1;
    assertThatThrownBy(
            () ->
                new RankingTable(
                    2,
                    300,
                    table.uptime().reversed(),
                    table.latency(),
                    table.errors(),
                    0,
                    table.proofs(),
                    25,
                    50,
                    1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("uptime");
  }

  private static void assertPart(Criterion criterion, Standing offer, int points, String why) {
    assertThat(part(criterion, offer))
        .isEqualTo(new Score.Part(criterion, points, RANKING.most(criterion), why));
  }

  private static Score.Part part(Criterion criterion, Standing offer) {
    return RANKING.score(offer).parts().stream()
        .filter(part -> part.criterion() == criterion)
        .findFirst()
        .orElseThrow();
  }

  private static Standing priced(long price, BigInteger median) {
    return new Standing(
        BigInteger.valueOf(price), median, PROMISED, Optional.empty(), 0, 0, List.of(), 0);
  }

  private static Standing tracked(Track track) {
    return new Standing(MEDIAN, MEDIAN, PROMISED, Optional.of(track), 0, 0, List.of(), 0);
  }

  private static Standing proving(long proven, long penalties) {
    return new Standing(
        MEDIAN, MEDIAN, PROMISED, Optional.empty(), proven, penalties, List.of(), 0);
  }
}
