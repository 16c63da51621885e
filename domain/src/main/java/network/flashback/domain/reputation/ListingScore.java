package network.flashback.domain.reputation;

import network.flashback.domain.Refused;

/// The points of one listing: what one provider sells in one market.
///
/// @param table by which days count
/// @param points after the newest day with data
/// @param daysCounted days with data
/// @param newestDay the newest of them; -1 while there is none
public record ListingScore(ReputationTable table, int points, long daysCounted, long newestDay) {
  /// Nothing is known yet.
  public static ListingScore unknown(ReputationTable table) {
    return new ListingScore(table, table.start(), 0, -1);
  }

  /// With one more day; days between that had no data let the points decay first.
  ///
  /// @param day later than all before
  public ListingScore with(long day, DayOutcome outcome) {
    Refused.requireRange("day", day, newestDay + 1, Long.MAX_VALUE);
    if (!outcome.hasData()) {
      return this;
    }
    int before = daysCounted == 0 ? points : table.decayed(points, day - newestDay - 1);
    int after = table.bounded(before + table.pointsOf(outcome));
    return new ListingScore(table, after, daysCounted + 1, day);
  }

  /// The points as they stand at the end of a day.
  ///
  /// @param day not before the newest one with data
  public int pointsOn(long day) {
    Refused.requireRange("day", day, newestDay, Long.MAX_VALUE);
    return daysCounted == 0 ? points : table.decayed(points, day - newestDay);
  }
}
