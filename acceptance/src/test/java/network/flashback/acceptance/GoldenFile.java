package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.acceptance.shape.SourceTree;

/// A checked-in file that a test generates; -Dgolden.write=true writes it again.
public final class GoldenFile {
  private GoldenFile() {}

  /// Refuses a difference between the file and what was generated now.
  ///
  /// @param name path from the folder that holds the launcher
  public static void requireSame(String name, String generated) throws IOException {
    Path file = SourceTree.rootFolder().resolve(name);
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s: if the change is meant, write it again with -Dgolden.write=true", name)
        .isEqualTo(generated);
  }
}
