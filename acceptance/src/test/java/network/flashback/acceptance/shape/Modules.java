package network.flashback.acceptance.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The modules and the arrows between them, as ARCHITECTURE draws them: each module with all it may
/// use.
final class Modules {
  static final String ROOT = "network.flashback";

  static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("domain", Set.of()),
          Map.entry("s3", Set.of()),
          Map.entry("evm", Set.of()),
          Map.entry("http", Set.of()),
          Map.entry("providers", Set.of("domain", "s3", "evm")),
          Map.entry("chain", Set.of("domain", "evm")),
          Map.entry("sdk", Set.of("evm")),
          Map.entry("gateway", Set.of("domain", "s3", "evm", "providers", "http")),
          Map.entry("node", Set.of("domain", "evm", "chain", "http")),
          Map.entry("market", Set.of("domain", "evm", "chain", "http")),
          Map.entry("settlement", Set.of("domain", "evm", "chain", "http")),
          Map.entry(
              "app",
              Set.of(
                  "domain",
                  "s3",
                  "evm",
                  "http",
                  "providers",
                  "chain",
                  "sdk",
                  "gateway",
                  "node",
                  "market",
                  "settlement")));

  /// What is composed here, or by nobody else: the program, and the library of other programs.
  private static final Set<String> OUTERMOST = Set.of("app", "sdk");

  /// What is handed its clock, its randomness and its output.
  static final List<String> BELOW_APP =
      MAY_USE.keySet().stream().filter(module -> !OUTERMOST.contains(module)).sorted().toList();

  private Modules() {}

  static String[] packages(String... modules) {
    return packages(Arrays.asList(modules));
  }

  static String[] packages(List<String> modules) {
    return modules.stream().map(module -> ROOT + "." + module + "..").toArray(String[]::new);
  }

  /// What `module` must not touch: every module it has no arrow to.
  static List<String> forbiddenTo(String module) {
    var allowed = MAY_USE.getOrDefault(module, Set.of());
    return MAY_USE.keySet().stream()
        .filter(other -> !other.equals(module) && !allowed.contains(other))
        .sorted()
        .toList();
  }
}
