package network.flashback.domain.quality;

import java.util.ArrayList;
import java.util.List;

/// What an epoch's measurements mean for an agreement's pay.
public sealed interface QualityVerdict {
  /// Every promise was kept: nothing is reported on chain.
  record Compliant() implements QualityVerdict {}

  /// Promises were missed.
  ///
  /// @param creditBps of the epoch's pay go back to the consumer
  /// @param reasons in words, one for each miss
  record Missed(int creditBps, List<String> reasons) implements QualityVerdict {
    /// Copies the reasons.
    public Missed {
      reasons = List.copyOf(reasons);
    }
  }

  /// Compares what was measured with what was promised.
  static QualityVerdict of(PenaltyTable table, QualityMeasured measured, QualityTarget promised) {
    var credit = table.creditBps(measured, promised);
    return credit == 0 ? new Compliant() : new Missed(credit, reasons(measured, promised));
  }

  private static List<String> reasons(QualityMeasured measured, QualityTarget promised) {
    var reasons = new ArrayList<String>();
    if (measured.uptimeBps() < promised.uptimeBps()) {
      reasons.add(
          "answered %s of the probes, promised %s"
              .formatted(percent(measured.uptimeBps()), percent(promised.uptimeBps())));
    }
    if (measured.latencyMillis() > promised.latencyMillisMax()) {
      reasons.add(
          "first byte after %d ms, promised within %d ms"
              .formatted(measured.latencyMillis(), promised.latencyMillisMax()));
    }
    if (measured.throughputKib() < promised.throughputKibMin()) {
      reasons.add(
          "%d KiB/s, promised %d KiB/s"
              .formatted(measured.throughputKib(), promised.throughputKibMin()));
    }
    if (measured.errorBps() > promised.errorBpsMax()) {
      reasons.add(
          "%s of the answers were wrong, promised at most %s"
              .formatted(percent(measured.errorBps()), percent(promised.errorBpsMax())));
    }
    return reasons;
  }

  private static String percent(int basisPoints) {
    return "%d.%02d %%".formatted(basisPoints / 100, basisPoints % 100);
  }
}
