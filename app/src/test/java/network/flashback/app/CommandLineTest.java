package network.flashback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import network.flashback.app.command.FlashbackCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          sal open                     | no command 'sal' in 'flashback'. Did you mean sla?      | flashback help
          sla oven                     | no command 'oven' in 'flashback sla'. Did you mean open? | flashback help sla
          sla open --gibs 8            | no option '--gibs' of 'flashback sla open'. Did you mean --gib | flashback help sla open
          sla open --gib eight         | 'eight' is no whole number such as 8                    | Example: flashback sla open --gib 8
          sla open --gib -8            | --gib is -8, but must be more than nothing              | Example: flashback sla open
          sla open --hours 0           | --hours is 0, but must be more than nothing             | flashback help sla open
          sla show nonsense            | 'nonsense' is no id of an SLA: 0x and 64                | flashback help sla show
          sla show 0x12 0x13           | '0x13' is one word too many for 'flashback sla show'    | Leave it out
          quote --days -1              | --days is -1, but must be more than nothing             | Example: flashback quote
          sla end 7                    | '7' is no id of an SLA                                  | Example: flashback sla end 0x
          quote --volume 500           | --volume is '500', but must be such as 500GiB           | Example: flashback quote --volume 2TiB
          offers list --max-price low  | 'low' is no number such as 4.50                         | Example: flashback offers list
          offers list --class quick    | expected one of [FAST, DECENTRALIZED, ARCHIVE]          | flashback help offers list
          offers list --platform here  | 'here' is no address such as https://market.example     | flashback help offers list
          provider show seven          | 'seven' is no whole number such as 8                    | Example: flashback provider show 7
          service hire                 | 'flashback service hire' needs                          | give what is missing
          node maintain --until soon --config x | 'soon' is no time such as 2027-01-31T18:00:00Z | Example: flashback node maintain
          """)
  void aMistakeIsToldWithWhatIsWrongAndWhatToType(String typed, String wrong, String next) {
    assertThat(run(typed.split(" +"))).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).startsWith("flashback: ").contains(wrong).contains(next);
    assertThat(err.toString().lines()).as("it fits a glance").hasSizeLessThanOrEqualTo(3);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... args) {
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
