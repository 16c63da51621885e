package network.flashback.domain.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import network.flashback.domain.Refused;

/// What was measured of one agreement in one epoch.
///
/// @param probes how many there were
/// @param uptimeBps answered of all, in basis points, rounded down
/// @param latencyMillis 95th percentile of the time to the first byte of answered probes
/// @param throughputKib median KiB per second, of reading or writing, whichever was slower
/// @param errorBps wrong answers of all answers, in basis points, rounded down
public record QualityMeasured(
    int probes, int uptimeBps, int latencyMillis, int throughputKib, int errorBps) {
  /// Refuses nonsense.
  public QualityMeasured {
    Refused.requireRange("probes", probes, 0, Integer.MAX_VALUE);
    Refused.requireRange("uptimeBps", uptimeBps, 0, 10_000);
    Refused.requireRange("latencyMillis", latencyMillis, 0, Integer.MAX_VALUE);
    Refused.requireRange("throughputKib", throughputKib, 0, Integer.MAX_VALUE);
    Refused.requireRange("errorBps", errorBps, 0, 10_000);
  }

  /// One probe.
  public sealed interface Probe {
    /// The right bytes came.
    record Answered(int latencyMillis, int throughputKib) implements Probe {}

    /// Something came, but not the right bytes.
    record Wrong(int latencyMillis) implements Probe {}

    /// Nothing came in time.
    record Silent() implements Probe {}
  }

  /// The sum of one reporter's probes. No probes at all measure nothing and blame nobody.
  public static QualityMeasured of(List<Probe> probes) {
    var latencies = new ArrayList<Integer>();
    var throughputs = new ArrayList<Integer>();
    var wrong = 0;
    for (var probe : probes) {
      switch (probe) {
        case Probe.Answered(int latency, int throughput) -> {
          latencies.add(latency);
          throughputs.add(throughput);
        }
        case Probe.Wrong(int latency) -> {
          latencies.add(latency);
          wrong++;
        }
        case Probe.Silent() -> {}
      }
    }
    if (probes.isEmpty()) {
      return new QualityMeasured(0, 10_000, 0, Integer.MAX_VALUE, 0);
    }
    var answered = latencies.size();
    return new QualityMeasured(
        probes.size(),
        basisPoints(answered, probes.size()),
        percentile(latencies, 95, 0),
        percentile(throughputs, 50, Integer.MAX_VALUE),
        answered == 0 ? 0 : basisPoints(wrong, answered));
  }

  /// The median of what several reporters measured, figure by figure; of an even number the figure
  /// that is better for the provider, so that a tie convicts nobody.
  ///
  /// @param all one or more
  public static QualityMeasured median(List<QualityMeasured> all) {
    if (all.isEmpty()) {
      throw new Refused("summaries", "are none", "wait for at least one reporter");
    }
    return new QualityMeasured(
        middle(all, QualityMeasured::probes, true),
        middle(all, QualityMeasured::uptimeBps, true),
        middle(all, QualityMeasured::latencyMillis, false),
        middle(all, QualityMeasured::throughputKib, true),
        middle(all, QualityMeasured::errorBps, false));
  }

  private static int middle(
      List<QualityMeasured> all, ToIntFunction<QualityMeasured> figure, boolean higherIsBetter) {
    var sorted = all.stream().mapToInt(figure).sorted().toArray();
    return sorted[higherIsBetter ? sorted.length / 2 : (sorted.length - 1) / 2];
  }

  private static int basisPoints(int part, int whole) {
    return (int) (part * 10_000L / whole);
  }

  /// The smallest value that at least that many percent of the values do not exceed.
  private static int percentile(List<Integer> values, int percent, int whenNone) {
    if (values.isEmpty()) {
      return whenNone;
    }
    var sorted = values.stream().sorted().toList();
    return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
  }
}
