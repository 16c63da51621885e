package network.flashback.app.terminal;

import java.util.Comparator;
import java.util.List;

/// What somebody probably meant by a word that is not known.
public final class Nearest {
  private static final int SHOWN = 3;

  private Nearest() {}

  /// Those of the known words that are a slip or two away, or begin so; the nearest first.
  public static List<String> of(String word, List<String> known) {
    // In a word of three letters, two slips make any other word.
    int slips = word.length() <= 4 ? 1 : 2;
    return known.stream()
        .filter(
            each ->
                distance(word, each) <= slips
                    || (word.length() >= 3 && (each.startsWith(word) || word.startsWith(each))))
        .sorted(
            Comparator.<String>comparingInt(each -> distance(word, each))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
  }

  /// How many letters have to be put in, taken out, changed, or swapped with their neighbour.
  static int distance(String one, String other) {
    var table = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        least = Math.min(least, table[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          least = Math.min(least, table[i - 2][j - 2] + 1);
        }
        table[i][j] = least;
      }
    }
    return table[one.length()][other.length()];
  }
}
