package network.flashback.chain.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import network.flashback.chain.anvil.Anvil;

/// The folder of the contracts, beside which the tests find anvil too.
final class ContractSources {
  private static final Pattern PUBLIC_IMMUTABLE =
      Pattern.compile("public immutable(?: override)? (\\w+);");
  private static final Pattern PARENTS = Pattern.compile("contract \\w+ is ([^{]+)\\{");

  private ContractSources() {}

  static Path folder() {
    var bin = Objects.requireNonNull(Anvil.program().getParent());
    return bin.resolve("../..").normalize();
  }

  /// Those that the contract declares or inherits from another source of ours.
  static Set<String> publicImmutables(String contract) throws IOException {
    var found = new TreeSet<String>();
    for (var file : sources(contract)) {
      var text = Files.readString(file);
      var immutables = PUBLIC_IMMUTABLE.matcher(text);
      while (immutables.find()) {
        found.add(immutables.group(1));
      }
      var parents = PARENTS.matcher(text);
      while (parents.find()) {
        for (var parent : Arrays.asList(parents.group(1).split(",", -1))) {
          found.addAll(publicImmutables(parent.strip()));
        }
      }
    }
    return found;
  }

  private static Iterable<Path> sources(String contract) throws IOException {
    try (var files = Files.walk(folder().resolve("src"))) {
      return files.filter(file -> file.getFileName().toString().equals(contract + ".sol")).toList();
    }
  }
}
