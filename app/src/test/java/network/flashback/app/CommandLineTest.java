package network.flashback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import network.flashback.app.command.FlashbackCommand;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionNamesTheProgramAndItsJava() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("flashback ").contains("on Java 25");
  }

  @Test
  void helpListsEveryCommandOnStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("version");
  }

  @Test
  void unknownCommandIsRefusedWithTheListOfKnownOnes() {
    assertThat(run("xyzzy")).isEqualTo(2);
    assertThat(err.toString()).contains("xyzzy").contains("version");
  }

  @Test
  void noCommandIsAskedFor() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Say which command");
  }

  private int run(String... args) {
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
