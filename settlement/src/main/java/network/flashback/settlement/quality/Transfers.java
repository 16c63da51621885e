package network.flashback.settlement.quality;

import java.util.Map;

/// What one reporter read in runs of leaves, or wrote in as large ones: bytes, time, and how fast
/// each run went, so that sums of several reporters and epochs give the same figures in whatever
/// order they are added.
///
/// @param bytes of all runs
/// @param micros of all runs, those that failed included
/// @param kibPerSecond of each run, in the buckets of the latencies; a run that failed counts as 0
public record Transfers(long bytes, long micros, LatencyHistogram kibPerSecond) {
  public static final Transfers NONE = new Transfers(0, 0, new LatencyHistogram(Map.of()));

  private static final long KIB = 1024;
  private static final long MICROS = 1_000_000;

  public Transfers {
    boolean sane =
        bytes >= 0 && micros >= 0 && (kibPerSecond.total() > 0 || (bytes == 0 && micros == 0));
    if (!sane) {
      throw new IllegalArgumentException(
          "Transfers count "
              + bytes
              + " bytes in "
              + micros
              + " us and "
              + kibPerSecond.total()
              + " runs: nothing is negative, and no byte came without a run.");
    }
  }

  /// With one more run.
  Transfers with(long runBytes, long runMicros) {
    long kib = Math.multiplyExact(runBytes, MICROS) / KIB / Math.max(1, runMicros);
    return new Transfers(
        Math.addExact(bytes, runBytes), Math.addExact(micros, runMicros), kibPerSecond.with(kib));
  }

  /// Those of both.
  public Transfers plus(Transfers other) {
    return new Transfers(
        Math.addExact(bytes, other.bytes),
        Math.addExact(micros, other.micros),
        kibPerSecond.plus(other.kibPerSecond));
  }

  public int runs() {
    return kibPerSecond.total();
  }

  /// KiB per second that half of the runs did not exceed, to the end of its bucket: at most 1/16
  /// more than was measured, for the provider.
  public int medianKib() {
    return kibPerSecond.percentile(50);
  }
}
