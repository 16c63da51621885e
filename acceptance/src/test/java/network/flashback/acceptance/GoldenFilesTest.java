package network.flashback.acceptance;

import java.io.IOException;
import network.flashback.app.command.CommandManual;
import network.flashback.app.config.ConfigurationDocument;
import org.junit.jupiter.api.Test;

/// Checked-in files that the program generates, so that a change of what users rely on is seen.
/// -Dgolden.write=true writes them again.
class GoldenFilesTest {
  @Test
  void configurationKeysAreThoseOfTheirDocument() throws IOException {
    GoldenFile.requireSame("docs/configuration.md", ConfigurationDocument.text());
  }

  @Test
  void commandsAreThoseOfTheirManual() throws IOException {
    GoldenFile.requireSame("docs/cli.md", CommandManual.text());
  }
}
