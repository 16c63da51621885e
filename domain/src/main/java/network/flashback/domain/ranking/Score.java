package network.flashback.domain.ranking;

import java.util.List;

/// Why an offer stands where it stands: points for each criterion, with the fact behind them.
///
/// @param table version of the table that gave them
/// @param parts one for each criterion, in their order
public record Score(int table, List<Part> parts) {
  public Score {
    parts = List.copyOf(parts);
  }

  /// The points of one criterion.
  ///
  /// @param of most that can be had
  /// @param why the fact, such as "99.98 % measured over 12 epochs"
  public record Part(Criterion criterion, int points, int of, String why) {}

  public int points() {
    return parts.stream().mapToInt(Part::points).sum();
  }

  public int of() {
    return parts.stream().mapToInt(Part::of).sum();
  }
}
