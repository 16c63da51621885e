package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.acceptance.shape.SourceTree;
import network.flashback.app.config.ConfigurationDocument;
import org.junit.jupiter.api.Test;

/// Checked-in files that the program generates, so that a change of what users rely on is seen.
/// -Dgolden.write=true writes them again.
class GoldenFilesTest {
  @Test
  void configurationKeysAreThoseOfTheirDocument() throws IOException {
    requireSame("docs/configuration.md", ConfigurationDocument.text());
  }

  private static void requireSame(String name, String generated) throws IOException {
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
