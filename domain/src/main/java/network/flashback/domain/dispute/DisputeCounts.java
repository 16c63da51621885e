package network.flashback.domain.dispute;

/// How a party's disputes stand, all three counted at one moment.
///
/// @param open disputes with this party on either side that are not over
/// @param unanswered of those, in which this party is accused and silence would lose
/// @param answered by this program since it started
public record DisputeCounts(int open, int unanswered, long answered) {
  public static final DisputeCounts NONE = new DisputeCounts(0, 0, 0);

  /// For people who look after the program.
  public String inWords() {
    return open + " open, of which " + unanswered + " wait for our answer";
  }
}
