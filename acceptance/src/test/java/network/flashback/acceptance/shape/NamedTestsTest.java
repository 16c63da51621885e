package network.flashback.acceptance.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A table that says which test holds which promise is worth as much as the tests it names: each
/// must be there.
class NamedTestsTest {
  private static final Path ATTACKS = Path.of("docs", "contracts", "attacks.md");
  private static final Path BOUNDARIES = Path.of("docs", "contracts", "boundaries.md");
  private static final Path GAINS = Path.of("docs", "contracts", "gains.md");
  private static final Pattern NAME = Pattern.compile("`((?:test|testFuzz|invariant)_\\w+)`");
  private static final Pattern METHOD =
      Pattern.compile("`([a-z]\\w+)` \\((?:domain|acceptance)\\)");
  private static final Pattern MODULES_METHOD = Pattern.compile("`([a-z]\\w+)` \\(([a-z0-9]+)\\)");
  private static final Pattern FUNCTION =
      Pattern.compile("function ((?:test|testFuzz|invariant)_\\w+)\\(");
  private static final Pattern PROMISE = Pattern.compile("_P(\\d+)_");

  private static final SourceTree TREE = SourceTree.here();

  @Test
  void everyTestThatTheAttacksNameIsThere() {
    var named = namedIn(TREE.root().resolve(ATTACKS));
    assertThat(named).as("tests named in %s", ATTACKS).hasSizeGreaterThan(60);
    assertThat(functions()).as("test functions of the contracts").containsAll(named);
  }

  @Test
  void everyTestThatTheBoundariesNameIsThere() {
    var named = namedIn(TREE.root().resolve(BOUNDARIES));
    assertThat(named).as("tests named in %s", BOUNDARIES).hasSizeGreaterThan(20);
    assertThat(functions()).as("test functions of the contracts").containsAll(named);
    var java =
        TREE.ending("Test.java").stream().flatMap(f -> SourceTree.lines(f).stream()).toList();
    for (var method : methodsIn(TREE.root().resolve(BOUNDARIES))) {
      assertThat(java).as(method).anyMatch(line -> line.contains("void " + method + "("));
    }
  }

  @Test
  void everyTestThatTheGainsOfLiarsNameIsThereInItsModule() {
    var document = TREE.root().resolve(GAINS);
    var named = namedIn(document);
    assertThat(named).as("tests named in %s", GAINS).hasSizeGreaterThan(20);
    assertThat(functions()).as("test functions of the contracts").containsAll(named);
    var methods =
        SourceTree.lines(document).stream()
            .flatMap(line -> MODULES_METHOD.matcher(line).results())
            .toList();
    assertThat(methods).as("Java tests named in %s", GAINS).hasSizeGreaterThan(20);
    for (var method : methods) {
      var module = TREE.root().resolve(method.group(2)).resolve("src");
      var lines =
          TREE.ending("Test.java").stream()
              .filter(file -> file.startsWith(module))
              .flatMap(file -> SourceTree.lines(file).stream());
      assertThat(lines)
          .as(method.group())
          .anyMatch(line -> line.contains("void " + method.group(1) + "("));
    }
  }

  @Test
  void everyPromiseHasATestOfItsNumber() {
    var numbers =
        functions().stream()
            .map(PROMISE::matcher)
            .filter(found -> found.find())
            .map(found -> Integer.valueOf(found.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(numbers).contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  }

  private static Set<String> namedIn(Path document) {
    return SourceTree.lines(document).stream()
        .flatMap(line -> NAME.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Java tests stand there as `method` (module).
  private static Set<String> methodsIn(Path document) {
    return SourceTree.lines(document).stream()
        .flatMap(line -> METHOD.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> functions() {
    return TREE.ending(".t.sol").stream()
        .flatMap(file -> SourceTree.lines(file).stream())
        .flatMap(line -> FUNCTION.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}
