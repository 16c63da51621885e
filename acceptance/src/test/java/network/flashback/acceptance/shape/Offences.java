package network.flashback.acceptance.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The breaches of one tidiness rule, set against the list of exceptions that may only shrink.
///
/// The list is `tidiness-exceptions.txt`: a line is `rule place`. An exception nobody needs any
/// more is itself a breach.
final class Offences {
  private static final String LIST = "acceptance/src/test/resources/tidiness-exceptions.txt";

  private final String rule;
  private final Set<String> excepted = new TreeSet<>();
  private final Set<String> unused = new TreeSet<>();
  private final List<String> found = new ArrayList<>();

  Offences(String rule, SourceTree tree) {
    this.rule = rule;
    for (var line : exceptions(tree)) {
      var words = line.split(" ", 2);
      if (words[0].equals(rule)) {
        excepted.add(words[1]);
      }
    }
    unused.addAll(excepted);
  }

  static List<String> exceptions(SourceTree tree) {
    return SourceTree.lines(tree.root().resolve(LIST)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  void add(String place, String what) {
    unused.remove(place);
    if (!excepted.contains(place)) {
      found.add(place + ": " + what);
    }
  }

  void mustBeNone() {
    assertThat(found).as(rule).isEmpty();
    assertThat(unused).as("exceptions to '%s' in %s that can go", rule, LIST).isEmpty();
  }
}
