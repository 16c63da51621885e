package network.flashback.domain.certification;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the samples of a probe campaign say together. A figure that no sample speaks for is absent,
/// never good.
///
/// @param from unix second of the first sample; 0 when there is none
/// @param until unix second of the last one
/// @param answered with the right bytes
/// @param runs of those that were timed transfers
/// @param throughputKib KiB a second of the median run, both ways counted
public record CampaignFigures(
    long from,
    long until,
    int probes,
    int answered,
    int wrong,
    int runs,
    OptionalInt uptimeBps,
    OptionalInt errorBps,
    OptionalLong latencyMillisP50,
    OptionalLong latencyMillisP95,
    OptionalLong latencyMillisP99,
    OptionalLong throughputKib) {
  /// Questions of at least so many bytes are timed transfers; shorter ones tell the delay.
  public static final int RUN_BYTES_MIN = 64 << 10;

  private static final int BASIS_POINTS = 10_000;
  private static final long MICROS_A_MILLI = 1_000;
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final long KIB = 1_024;

  /// What these say.
  ///
  /// @param samples in the order of time
  public static CampaignFigures of(List<? extends CampaignSample> samples) {
    var answered =
        samples.stream()
            .filter(CampaignSample.Answered.class::isInstance)
            .map(CampaignSample.Answered.class::cast)
            .toList();
    int wrong = (int) samples.stream().filter(CampaignSample.Wrong.class::isInstance).count();
    var delays =
        answered.stream()
            .filter(sample -> sample.bytes() < RUN_BYTES_MIN)
            .map(sample -> Math.ceilDiv(sample.micros(), MICROS_A_MILLI))
            .sorted()
            .toList();
    var rates =
        answered.stream()
            .filter(sample -> sample.bytes() >= RUN_BYTES_MIN)
            .map(CampaignFigures::rate)
            .sorted()
            .toList();
    int came = answered.size() + wrong;
    return new CampaignFigures(
        samples.isEmpty() ? 0 : samples.getFirst().at(),
        samples.isEmpty() ? 0 : samples.getLast().at(),
        samples.size(),
        answered.size(),
        wrong,
        rates.size(),
        share(came, samples.size()),
        share(wrong, came),
        percentile(delays, 50),
        percentile(delays, 95),
        percentile(delays, 99),
        percentile(rates, 50));
  }

  // There and back: twice the bytes passed in that time.
  private static long rate(CampaignSample.Answered run) {
    return 2L * run.bytes() * MICROS_A_SECOND / KIB / Math.max(1, run.micros());
  }

  private static OptionalInt share(int part, int whole) {
    return whole == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) ((long) part * BASIS_POINTS / whole));
  }

  /// The smallest value that at least that many percent of the values do not exceed.
  private static OptionalLong percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1));
  }
}
