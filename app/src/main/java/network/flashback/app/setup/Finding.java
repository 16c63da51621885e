package network.flashback.app.setup;

import java.util.List;
import java.util.Locale;

/// What one check of a node's surroundings found.
///
/// @param remedy what to do about it; empty when nothing is to be done
public record Finding(String subject, Verdict verdict, String detail, String remedy) {
  /// Whether a node can run with it.
  public enum Verdict {
    OK,
    /// It can, but somebody should know.
    WARN,
    /// It cannot, or not for long.
    REFUSED;

    /// As it is printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String subject, String detail) {
    return new Finding(subject, Verdict.OK, detail, "");
  }

  static Finding warn(String subject, String detail, String remedy) {
    return new Finding(subject, Verdict.WARN, detail, remedy);
  }

  static Finding refused(String subject, String detail, String remedy) {
    return new Finding(subject, Verdict.REFUSED, detail, remedy);
  }

  /// Whether any of them stands in the way.
  public static boolean anyRefused(List<Finding> findings) {
    return findings.stream().anyMatch(found -> found.verdict() == Verdict.REFUSED);
  }

  /// One line, and one more for the remedy.
  public String inWords() {
    var line = "%-8s %-10s %s".formatted(verdict.word(), subject, detail);
    return remedy.isEmpty() ? line : line + "\n                    -> " + remedy;
  }
}
