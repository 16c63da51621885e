package network.flashback.market.listing;

import java.util.List;
import network.flashback.domain.ranking.Criterion;
import network.flashback.domain.ranking.Score;
import network.flashback.market.json.Meaning;

/// Why an offer stands where it stands.
@Meaning("Why the offer stands where it stands: points by criterion, each with its fact.")
public record ScoreEntry(
    @Meaning("Version of the table of points.") int table,
    int points,
    @Meaning("Most points that can be had.") int of,
    List<Part> parts) {

  /// One criterion.
  @Meaning("The points of one criterion.")
  public record Part(
      Criterion criterion,
      int points,
      @Meaning("Most points of this criterion.") int of,
      @Meaning("The fact behind the points, in words.") String why) {}

  static ScoreEntry of(Score score) {
    return new ScoreEntry(
        score.table(),
        score.points(),
        score.of(),
        score.parts().stream()
            .map(part -> new Part(part.criterion(), part.points(), part.of(), part.why()))
            .toList());
  }
}
