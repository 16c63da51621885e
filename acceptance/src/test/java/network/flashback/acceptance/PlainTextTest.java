package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What looks for plain text must be able to find it.
class PlainTextTest {
  @TempDir private Path folder;

  @Test
  void anyScrapOfTheTextIsFound() throws Exception {
    var text = Files.readAllBytes(PlainText.write(folder.resolve("text"), 4000));
    var scrap = Files.write(folder.resolve("scrap"), Arrays.copyOfRange(text, 1001, 1040));
    var other = Files.write(folder.resolve("other"), new byte[4000]);
    assertThat(PlainText.isIn(folder.resolve("text"))).isTrue();
    assertThat(PlainText.isIn(scrap)).isTrue();
    assertThat(PlainText.isIn(other)).isFalse();
  }
}
