package network.flashback.settlement.quality;

import java.util.Map;
import java.util.TreeMap;

/// How many answers took how long, in buckets that are the same for everybody, so that histograms
/// of different reporters and epochs can be added and always give the same figures.
///
/// Up to 15 ms a bucket is one millisecond; above, every power of two has 16 buckets, so that a
/// figure is at most 1/16 too high. Everything from 2^22 ms (70 minutes) on is one bucket.
///
/// @param counts by bucket; none is zero
public record LatencyHistogram(Map<Integer, Integer> counts) {
  public static final LatencyHistogram EMPTY = new LatencyHistogram(Map.of());

  private static final int SUB_BITS = 4;
  private static final int EXACT = 1 << SUB_BITS;
  private static final int TOP_BITS = 22;
  private static final int BUCKETS = EXACT + (TOP_BITS - SUB_BITS) * EXACT + 1;

  public LatencyHistogram {
    counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
    for (var entry : counts.entrySet()) {
      if (entry.getKey() < 0 || entry.getKey() >= BUCKETS || entry.getValue() < 1) {
        throw new IllegalArgumentException(
            "A histogram has at least one answer in each of its buckets 0 to "
                + (BUCKETS - 1)
                + ", not "
                + entry.getValue()
                + " in bucket "
                + entry.getKey()
                + ".");
      }
    }
  }

  /// With one more answer.
  public LatencyHistogram with(long millis) {
    Map<Integer, Integer> more = new TreeMap<>(counts);
    more.merge(bucketOf(millis), 1, Math::addExact);
    return new LatencyHistogram(more);
  }

  public LatencyHistogram plus(LatencyHistogram other) {
    Map<Integer, Integer> sum = new TreeMap<>(counts);
    other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Math::addExact));
    return new LatencyHistogram(sum);
  }

  public int total() {
    return counts.values().stream().reduce(0, Math::addExact);
  }

  /// Milliseconds that at least that many percent of the answers did not exceed (to the end of its
  /// bucket); 0 when there are none.
  public int percentile(int percent) {
    long wanted = Math.ceilDiv((long) total() * percent, 100);
    long seen = 0;
    for (var entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= wanted) {
        return lastOf(entry.getKey());
      }
    }
    return 0;
  }

  static int bucketOf(long millis) {
    if (millis < EXACT) {
      return (int) Math.max(0, millis);
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(millis);
    if (bits > TOP_BITS) {
      return BUCKETS - 1;
    }
    int shift = bits - SUB_BITS - 1;
    int sub = (int) (millis >> shift) - EXACT;
    return EXACT + shift * EXACT + sub;
  }

  static int lastOf(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int shift = (bucket - EXACT) / EXACT;
    int sub = (bucket - EXACT) % EXACT;
    return ((EXACT + sub + 1) << shift) - 1;
  }
}
