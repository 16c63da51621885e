package network.flashback.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
  @Test
  void whatAnEndedChildUsedStaysInTheSum() throws Exception {
    // The shell waits for its child, then for the line that ends it.
    var shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done; read end")
            .start();
    try (var said = shell.inputReader()) {
      assertThat(said.readLine()).isEqualTo("done");
      assertThat(shell.descendants()).isEmpty();
      assertThat(ProcessorTime.of(List.of(shell.toHandle())))
          .isGreaterThanOrEqualTo(Duration.ofMillis(50));
    } finally {
      shell.destroy();
    }
  }
}
