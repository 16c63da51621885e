package network.flashback.domain.reputation;

/// What one listing did on one day. A day is an epoch: 24 hours, seconds on a development chain.
///
/// @param report whether possession was proven in time
/// @param served how what was measured compares with the targets
public record DayOutcome(Report report, Served served) {
  /// The provider's own report of the day: its proof of possession.
  public enum Report {
    ON_TIME,
    MISSED,
    /// No seed asked for one: nobody could be late.
    NOT_ASKED
  }

  /// Measured quality beside the targets, from the best to the worst but for the last.
  public enum Served {
    /// Every figure better than its target by the margin.
    BETTER,
    MET,
    SHORT,
    /// Some figure worse than its target by the margin.
    WORSE,
    /// Nobody reported, or nobody measured: neither praise nor blame.
    UNMEASURED;

    /// Of several agreements of a listing the worst counts, so that a good one hides no bad one.
    public Served worst(Served other) {
      if (this == UNMEASURED) {
        return other;
      }
      return other == UNMEASURED || compareTo(other) >= 0 ? this : other;
    }
  }

  /// Whether the day says anything at all; one that does not counts towards decay.
  public boolean hasData() {
    return report != Report.NOT_ASKED || served != Served.UNMEASURED;
  }
}
