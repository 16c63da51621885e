package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GuardianCommandTest {
  private static final int GUARDIAN = 3;

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(30);

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    chain.writeDeployment(folder);
    chain.keystore(folder, "guardian", GUARDIAN);
    chain.keystore(folder, "other", 4);
  }

  @Test
  void whomAVoteNamedPausesOnceInThirtyDaysAndMayEndItEarly() {
    assertThat(run("show")).as(chain.err()).isZero();
    assertThat(chain.out()).contains("none: a vote names one").contains("may be opened");
    assertThat(run("pause", "--key", key("guardian"))).isEqualTo(1);
    assertThat(chain.err()).contains("the guardian is nobody");
    var guardian = chain.keys().key(GUARDIAN).address();
    chain.orderByVote(chain.contracts().registry().contract().callOf("setGuardian", guardian));

    assertThat(run("pause", "--key", key("other"))).isEqualTo(1);
    assertThat(chain.err()).contains("the guardian is " + guardian);
    assertThat(run("pause", "--key", key("guardian"))).isEqualTo(1);
    assertThat(chain.err()).contains("Repeat the command with --yes");
    assertThat(chain.contracts().registry().pause().until()).isZero();
    assertThat(run("pause", "--key", key("guardian"), "--yes")).as(chain.err()).isZero();
    assertThat(chain.out()).contains("paused until ");
    assertThat(chain.contracts().registry().pause().until()).isPositive();

    assertThat(run("resume", "--key", key("guardian"))).as(chain.err()).isZero();
    assertThat(chain.contracts().registry().pause().until()).isZero();
    assertThat(run("resume", "--key", key("guardian"))).isEqualTo(1);
    assertThat(chain.err()).contains("there is nothing to end");
    assertThat(run("pause", "--key", key("guardian"), "--yes")).isEqualTo(1);
    assertThat(chain.err()).contains("once in thirty days: again from ");
  }

  private String key(String wallet) {
    return folder.resolve(wallet).resolve("keystore.json").toString();
  }

  private int run(String... words) {
    return chain.run(folder, Stream.concat(Stream.of("guardian"), Arrays.stream(words)).toList());
  }
}
