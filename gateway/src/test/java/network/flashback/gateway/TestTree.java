package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Files as people have them: one that goes up in parts, one whose name is not ASCII, an empty one.
///
/// @param root folder that holds them
record TestTree(Path root) {
  static final int LARGE_BYTES = 20_000_000;

  private static final long SEED = 11;

  static TestTree at(Path root) throws IOException {
    var tree = new TestTree(Files.createDirectories(root));
    var bytes = new byte[LARGE_BYTES];
    new Random(SEED).nextBytes(bytes);
    Files.write(tree.large(), bytes);
    Files.createDirectories(root.resolve("deep"));
    Files.writeString(root.resolve("deep/small and ä"), "text");
    Files.write(root.resolve("empty"), new byte[0]);
    return tree;
  }

  Path large() {
    return root.resolve("large");
  }

  /// The same files lie below `other`, with the same bytes.
  void assertSame(Path other) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertSame(file, other.resolve(root.relativize(file).toString()));
      }
    }
  }

  static void assertSame(Path file, Path other) throws IOException {
    assertThat(Files.mismatch(file, other)).as("%s, seed %d", other, SEED).isEqualTo(-1);
  }
}
