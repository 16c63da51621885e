package network.flashback.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  @Test
  void bytesAreToldInTheUnitThatFitsTheWhole() {
    assertThat(ended(1 << 20, 3 << 20, "MiB")).contains("1.0 of 3.0 MiB");
    assertThat(ended(512, 2_560, "MiB")).contains("0.5 of 2.5 KiB");
    assertThat(ended(3, 7, "epochs")).contains("3 of 7 epochs");
  }

  @Test
  void itIsFilledByTheShareThatIsDoneAndNeverBeyondItsEnd() {
    assertThat(ended(1, 2, "epochs")).contains("[" + "#".repeat(16) + ".".repeat(16) + "]");
    assertThat(ended(9, 2, "epochs")).contains("[" + "#".repeat(32) + "] 2 of 2 epochs");
    assertThat(ended(0, 0, "MiB")).contains("[" + ".".repeat(32) + "]");
  }

  private static String ended(long done, long total, String unit) {
    var text = new StringWriter();
    try (var bar = new ProgressBar(new PrintWriter(text), false, "work", total, unit)) {
      bar.advanceTo(done);
      assertThat(text.toString()).as("without a terminal, before the end").isEmpty();
    }
    return text.toString();
  }
}
