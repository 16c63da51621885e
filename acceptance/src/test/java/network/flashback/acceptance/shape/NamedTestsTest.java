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
  private static final Pattern NAME = Pattern.compile("`((?:test|testFuzz|invariant)_\\w+)`");
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

  private static Set<String> functions() {
    return TREE.ending(".t.sol").stream()
        .flatMap(file -> SourceTree.lines(file).stream())
        .flatMap(line -> FUNCTION.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}
