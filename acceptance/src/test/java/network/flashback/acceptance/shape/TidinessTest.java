package network.flashback.acceptance.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Sizes and words: the tail of long files and methods is where a codebase turns ugly, so the tail
/// is policed.
class TidinessTest {
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 60;
  private static final int CONTRACT_LINES = 600;
  private static final int LAUNCHER_LINES = 300;

  /// Lower it whenever an exception goes; nobody raises it.
  private static final int LARGEST_LIST_EVER = 1;

  private static final String[] CODE = {
    ".java", ".sol", ".ts", ".tsx", ".js", ".mjs", ".css", ".sh", ".xml", ".sql", ".yml", ".toml"
  };

  // Put together, so that this file does not offend itself. S3 has an error with words of its own.
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "\\b("
              + String.join("|", "TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
              + ")\\b"
              + "|(?i)(?<!functionality that is )\\bnot (yet )?"
              + "implemented\\b");

  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "(?<![\\w.])/(root|home|Users|work)/[a-z.]|/usr/lib/jvm/[a-z]|/tmp/[a-z]+[^\\s\"'`)]*/");

  private static final Set<String> SWITCHES_A_TEST_OFF =
      Set.of("Disabled", "DisabledIf", "DisabledOnOs", "Ignore", "EnabledIf");

  private static final SourceTree TREE = SourceTree.here();
  private static final List<JavaSource> JAVA = JavaSource.parse(TREE.ending(".java"));

  @Test
  void filesAreShort() {
    var offences = new Offences("file-lines", TREE);
    for (var file : TREE.ending(".java", ".ts", ".tsx", ".mjs", ".js", ".css", ".sh")) {
      noLongerThan(FILE_LINES, file, offences);
    }
    noLongerThan(LAUNCHER_LINES, TREE.root().resolve("flashback"), offences);
    offences.mustBeNone();
  }

  @Test
  void contractsAreShort() {
    var offences = new Offences("contract-lines", TREE);
    TREE.ending(".sol").forEach(file -> noLongerThan(CONTRACT_LINES, file, offences));
    offences.mustBeNone();
  }

  @Test
  void methodsAreShort() {
    var offences = new Offences("method-lines", TREE);
    for (var source : JAVA) {
      for (var method : source.methods()) {
        if (method.lines() > METHOD_LINES) {
          offences.add(
              TREE.nameOf(source.file()) + "#" + method.name(),
              "%d lines, %d allowed".formatted(method.lines(), METHOD_LINES));
        }
      }
    }
    offences.mustBeNone();
  }

  /// `forge fmt` puts the brace of a contract's function at the column where the function began.
  @Test
  void solidityFunctionsAreShort() {
    var offences = new Offences("method-lines-solidity", TREE);
    for (var file : TREE.ending(".sol")) {
      var lines = SourceTree.lines(file);
      for (int first = 0; first < lines.size(); first++) {
        if (lines.get(first).matches(" {4}(function|constructor|modifier)\\b.*")) {
          var length = lines.subList(first, lines.size()).indexOf("    }") + 1;
          if (length > METHOD_LINES && hasBody(lines, first)) {
            offences.add(TREE.nameOf(file) + ":" + (first + 1), length + " lines");
          }
        }
      }
    }
    offences.mustBeNone();
  }

  @Test
  void nothingIsMarkedUnfinished() {
    noLineMatches("unfinished", UNFINISHED, TREE.ending(CODE));
  }

  @Test
  void nothingNamesAMachine() {
    var files = new ArrayList<>(TREE.ending(CODE));
    files.addAll(TREE.ending(".md", ".json", ".properties"));
    files.add(TREE.root().resolve("flashback"));
    noLineMatches("machine-path", MACHINE_PATH, files);
  }

  @Test
  void noTestIsSwitchedOff() {
    var offences = new Offences("switched-off", TREE);
    for (var source : JAVA) {
      source.annotations().stream()
          .filter(SWITCHES_A_TEST_OFF::contains)
          .forEach(annotation -> offences.add(TREE.nameOf(source.file()), "@" + annotation));
    }
    offences.mustBeNone();
  }

  @Test
  void noTestSleeps() {
    var offences = new Offences("sleep", TREE);
    for (var source : JAVA) {
      var name = TREE.nameOf(source.file());
      if (name.contains("/src/test/") && source.calls().contains("Thread" + ".sleep")) {
        offences.add(name, "Thread" + ".sleep; wait for what the test waits for, with a limit");
      }
    }
    offences.mustBeNone();
  }

  @Test
  void exceptionsOnlyBecomeFewer() {
    assertThat(Offences.exceptions(TREE)).hasSizeLessThanOrEqualTo(LARGEST_LIST_EVER);
  }

  private static void noLongerThan(int limit, Path file, Offences offences) {
    var length = SourceTree.lines(file).size();
    if (length > limit) {
      offences.add(TREE.nameOf(file), "%d lines, %d allowed".formatted(length, limit));
    }
  }

  private static void noLineMatches(String rule, Pattern pattern, List<Path> files) {
    var offences = new Offences(rule, TREE);
    for (var file : files) {
      var lines = SourceTree.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          offences.add(TREE.nameOf(file), "line %d: %s".formatted(i + 1, lines.get(i).strip()));
        }
      }
    }
    offences.mustBeNone();
  }

  /// Declarations of an interface end with a semicolon and have no brace to find.
  private static boolean hasBody(List<String> lines, int first) {
    for (var line : lines.subList(first, lines.size())) {
      if (line.endsWith("{")) {
        return true;
      }
      if (line.endsWith(";")) {
        return false;
      }
    }
    return false;
  }
}
