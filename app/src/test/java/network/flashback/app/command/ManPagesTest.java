package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManPagesTest {
  @Test
  void everyCommandHasAPageWithItsDescriptionOptionsAndExamples(@TempDir Path folder)
      throws Exception {
    int pages = ManPages.write(folder);

    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(pages).hasSize(CommandManual.commands().size());
    }
    var page = Files.readString(folder.resolve("flashback-provider-apply.1"));
    assertThat(page)
        .startsWith(".TH \"FLASHBACK-PROVIDER-APPLY\" \"1\"\n.SH NAME\n")
        .contains("\\-\\-document=KIND=FILE", "Examples:", "flashback provider apply 7");
    assertThat(page.lines())
        .as("no line that roff would take for a request but its own")
        .allMatch(line -> !line.startsWith("'") && !line.matches("\\.(?!TH|SH|nf|fi).*"));
  }
}
