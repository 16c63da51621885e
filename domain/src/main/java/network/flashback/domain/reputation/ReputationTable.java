package network.flashback.domain.reputation;

import network.flashback.domain.Refused;
import network.flashback.domain.quality.QualityMeasured;
import network.flashback.domain.quality.QualityTarget;

/// What a day does to a listing's points: data with a version, published, the same for everybody.
///
/// @param version grows with every change
/// @param start points of a listing without a record, and what points decay towards
/// @param most points; the least are 0
/// @param onTime points for a proof in time
/// @param missed points for a proof that did not come
/// @param met points when all targets were met
/// @param better points instead of `met` when all were beaten by the margin
/// @param fellShort points when a target was missed
/// @param worse points instead of `fellShort` when one was missed by the margin
/// @param marginBps the margin, basis points of the target
/// @param decayPoints by which points move towards `start` in `decayDays` days without data
public record ReputationTable(
    int version,
    int start,
    int most,
    int onTime,
    int missed,
    int met,
    int better,
    int fellShort,
    int worse,
    int marginBps,
    int decayPoints,
    int decayDays) {
  /// The table of contracts.md.
  public static final ReputationTable VERSION_1 =
      new ReputationTable(1, 50, 100, 1, -1, 2, 3, -2, -3, 2_000, 10, 30);

  private static final int WHOLE = 10_000;

  /// Refuses tables whose rewards punish or whose punishments reward.
  public ReputationTable {
    Refused.requireRange("start", start, 0, most);
    Refused.requireRange("marginBps", marginBps, 0, WHOLE);
    Refused.requireRange("decayPoints", decayPoints, 0, most);
    Refused.requireRange("decayDays", decayDays, 1, 10_000);
    if (onTime < 0 || missed > 0 || met < 0 || better < met || fellShort > 0 || worse > fellShort) {
      throw new Refused("points", "are out of order", "go from the best day to the worst");
    }
  }

  /// What a day is worth.
  public int pointsOf(DayOutcome day) {
    int proof =
        switch (day.report()) {
          case ON_TIME -> onTime;
          case MISSED -> missed;
          case NOT_ASKED -> 0;
        };
    int quality =
        switch (day.served()) {
          case BETTER -> better;
          case MET -> met;
          case SHORT -> fellShort;
          case WORSE -> worse;
          case UNMEASURED -> 0;
        };
    return proof + quality;
  }

  /// How measured figures compare with the targets. Uptime is compared by what is lacking to all
  /// probes; a throughput of which nothing was promised, or nothing measured, compares with
  /// nothing.
  public DayOutcome.Served served(QualityMeasured measured, QualityTarget target) {
    if (measured.probes() == 0) {
      return DayOutcome.Served.UNMEASURED;
    }
    var served = atMost(WHOLE - measured.uptimeBps(), WHOLE - target.uptimeBps());
    served = served.worst(atMost(measured.latencyMillis(), target.latencyMillisMax()));
    served = served.worst(atMost(measured.errorBps(), target.errorBpsMax()));
    boolean promised = target.throughputKibMin() > 0;
    return promised && measured.throughputKib() != Integer.MAX_VALUE
        ? served.worst(atLeast(measured.throughputKib(), target.throughputKibMin()))
        : served;
  }

  private DayOutcome.Served atMost(long measured, long most) {
    if (measured > most) {
      return measured * WHOLE >= most * (WHOLE + marginBps)
          ? DayOutcome.Served.WORSE
          : DayOutcome.Served.SHORT;
    }
    return measured * WHOLE <= most * (WHOLE - marginBps)
        ? DayOutcome.Served.BETTER
        : DayOutcome.Served.MET;
  }

  private DayOutcome.Served atLeast(long measured, long least) {
    if (measured < least) {
      return measured * WHOLE <= least * (WHOLE - marginBps)
          ? DayOutcome.Served.WORSE
          : DayOutcome.Served.SHORT;
    }
    return measured * WHOLE >= least * (WHOLE + marginBps)
        ? DayOutcome.Served.BETTER
        : DayOutcome.Served.MET;
  }

  /// Points after days without data: they move towards the start, and never past it.
  public int decayed(int points, long daysWithout) {
    Refused.requireRange("daysWithout", daysWithout, 0, Integer.MAX_VALUE);
    int moved = (int) Math.min(most, daysWithout * decayPoints / decayDays);
    return points >= start ? Math.max(start, points - moved) : Math.min(start, points + moved);
  }

  int bounded(int points) {
    return Math.clamp(points, 0, most);
  }
}
