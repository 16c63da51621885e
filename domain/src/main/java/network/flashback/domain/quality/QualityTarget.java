package network.flashback.domain.quality;

import network.flashback.domain.Refused;

/// What a provider promises, or a consumer asks for.
///
/// @param uptimeBps answered probes of all probes, in basis points (9995 is 99.95 %)
/// @param latencyMillisMax 95th percentile of the time to the first byte
/// @param throughputKibMin median KiB per second, reading and writing; 0 asks for nothing
/// @param errorBpsMax wrong answers of all answers, in basis points
public record QualityTarget(
    int uptimeBps, int latencyMillisMax, int throughputKibMin, int errorBpsMax) {
  /// Refuses nonsense.
  public QualityTarget {
    Refused.requireRange("uptimeBps", uptimeBps, 0, 10_000);
    Refused.requireRange("latencyMillisMax", latencyMillisMax, 1, 86_400_000);
    Refused.requireRange("throughputKibMin", throughputKibMin, 0, Integer.MAX_VALUE);
    Refused.requireRange("errorBpsMax", errorBpsMax, 0, 10_000);
  }

  /// 99.95 % uptime, first byte within a second, 1 % errors, any throughput.
  public static QualityTarget usual() {
    return new QualityTarget(9_995, 1_000, 0, 100);
  }

  /// Whether who promises this promises that at least.
  public boolean covers(QualityTarget wanted) {
    return uptimeBps >= wanted.uptimeBps
        && latencyMillisMax <= wanted.latencyMillisMax
        && throughputKibMin >= wanted.throughputKibMin
        && errorBpsMax <= wanted.errorBpsMax;
  }
}
