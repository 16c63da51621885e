package network.flashback.settlement.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Test
  void everyBucketEndsJustBeforeTheNextBegins() {
    for (long millis = 0; millis < 1 << 22; millis++) {
      int bucket = LatencyHistogram.bucketOf(millis);
      int last = LatencyHistogram.lastOf(bucket);
      assertThat(last).isGreaterThanOrEqualTo((int) millis);
      assertThat(last - millis).isLessThanOrEqualTo(millis / 16);
      if (last == millis) {
        assertThat(LatencyHistogram.bucketOf(millis + 1)).isEqualTo(bucket + 1);
      }
    }
  }

  @Test
  void sumOfPartsIsTheWhole() {
    var random = new Random(7);
    var whole = LatencyHistogram.EMPTY;
    var left = LatencyHistogram.EMPTY;
    var right = LatencyHistogram.EMPTY;
    for (int i = 0; i < 500; i++) {
      long millis = random.nextLong(100_000);
      whole = whole.with(millis);
      left = i % 2 == 0 ? left.with(millis) : left;
      right = i % 2 == 0 ? right : right.with(millis);
    }
    assertThat(left.plus(right)).isEqualTo(right.plus(left)).isEqualTo(whole);
    assertThat(whole.total()).isEqualTo(500);
  }

  @Test
  void percentileIsTheBucketThatHoldsIt() {
    var histogram = LatencyHistogram.EMPTY;
    for (int millis = 1; millis <= 10; millis++) {
      histogram = histogram.with(millis);
    }
    assertThat(histogram.percentile(50)).isEqualTo(5);
    assertThat(histogram.percentile(95)).isEqualTo(10);
    assertThat(LatencyHistogram.EMPTY.percentile(95)).isZero();
    assertThat(LatencyHistogram.EMPTY.with(Long.MAX_VALUE).percentile(50)).isGreaterThan(4_000_000);
  }

  @Test
  void emptyOrUnknownBucketsAreRefused() {
    assertThatThrownBy(() -> new LatencyHistogram(Map.of(3, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LatencyHistogram(Map.of(10_000, 1))).hasMessageContaining("10000");
  }
}
