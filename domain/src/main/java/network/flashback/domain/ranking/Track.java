package network.flashback.domain.ranking;

import network.flashback.domain.Refused;

/// What reporters measured of a provider over some epochs.
///
/// @param epochs how many there were
/// @param uptimeBps answered of all probes, in basis points
/// @param latencyMillis 95th percentile of the time to the first byte, the mean of the epochs
/// @param errorBps wrong answers of all answers, in basis points
public record Track(int epochs, int uptimeBps, int latencyMillis, int errorBps) {
  public Track {
    Refused.requireRange("epochs", epochs, 1, Integer.MAX_VALUE);
    Refused.requireRange("uptimeBps", uptimeBps, 0, 10_000);
    Refused.requireRange("latencyMillis", latencyMillis, 0, Integer.MAX_VALUE);
    Refused.requireRange("errorBps", errorBps, 0, 10_000);
  }
}
