package network.flashback.market.listing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The words of a text, as a search compares them: lower case, letters and digits only.
final class Words {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Words() {}

  static List<String> of(String text) {
    return Arrays.stream(BETWEEN.split(text.toLowerCase(Locale.ROOT)))
        .filter(word -> !word.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /// Whether each wanted word begins one of these.
  static boolean match(List<String> wanted, List<String> words, List<String> more) {
    return wanted.stream().allMatch(wish -> begins(wish, words) || begins(wish, more));
  }

  private static boolean begins(String wish, List<String> words) {
    for (var word : words) {
      if (word.startsWith(wish)) {
        return true;
      }
    }
    return false;
  }
}
