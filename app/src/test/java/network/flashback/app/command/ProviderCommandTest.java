package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.keystore.DevelopmentKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProviderCommandTest {
  private static final BigInteger PRICE = BigInteger.valueOf(5_000_000);

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(30);

  private final DevelopmentKeys keys = chain.keys();
  private final Contracts contracts = chain.contracts();
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    chain.writeDeployment(folder);
    Files.writeString(folder.resolve("profile.json"), "{\"name\":\"A provider\"}");
    chain.keystore(folder, "owner", 3);
    chain.keystore(folder, "other", 4);
  }

  @Test
  void aProviderRegistersIsShownSubscribesAndLeaves() {
    assertThat(register("owner")).as(chain.err()).isZero();
    assertThat(chain.out()).contains("provider 1 is registered").contains("not listed yet");
    assertThat(run("show", "1")).isZero();
    assertThat(chain.out())
        .contains("provider 1, active")
        .contains(keys.key(3).address().toString())
        .contains("never paid");

    assertThat(run("subscribe", "1", "--key", key("owner"))).isEqualTo(1);
    assertThat(chain.err()).contains("is not for sale");
    var dollar = contracts.deployment().address("TestDollar");
    chain.orderByVote(
        contracts.registry().contract().callOf("setSubscriptionPrice", dollar, PRICE));
    assertThat(run("subscribe", "1", "--periods", "2", "--key", key("owner"))).isEqualTo(1);
    assertThat(chain.err())
        .contains("10.000000 ")
        .contains("Repeat the command with --yes to pay it");
    assertThat(run("subscribe", "1", "--key", key("owner"), "--yes")).isEqualTo(1);
    assertThat(chain.err()).contains("Send it the difference");
    chain.send(0, contracts.token(dollar).mint(keys.key(3).address(), PRICE));
    assertThat(run("subscribe", "1", "--key", key("owner"), "--yes")).isZero();
    assertThat(chain.out()).contains("provider 1 is paid until ");
    assertThat(contracts.registry().isListed(1)).isTrue();

    assertThat(run("exit", "1", "--key", key("other"))).isEqualTo(1);
    assertThat(chain.err()).contains("Only its owner can make it leave");
    assertThat(run("exit", "1", "--complete", "--key", key("owner"))).isEqualTo(1);
    assertThat(chain.err()).contains("only a begun exit can be completed");
    assertThat(run("exit", "1", "--key", key("owner"))).isZero();
    assertThat(chain.out()).contains("provider 1 leaves; complete it from ");
    assertThat(run("subscribe", "1", "--key", key("owner"))).isEqualTo(1);
    assertThat(chain.err()).contains("cannot be listed again");
    assertThat(run("show", "1", "--json")).isZero();
    assertThat(chain.out()).contains("\"status\":\"exiting\"");
  }

  @Test
  void whatCannotBeIsRefusedWithAReasonBeforeAnythingIsSent() {
    assertThat(register("owner")).isZero();
    assertThat(register("other")).isEqualTo(1);
    assertThat(chain.err()).contains("is registered already, as provider 1");
    assertThat(run("show", "9")).isEqualTo(1);
    assertThat(chain.err()).contains("There is no provider 9");
    assertThat(run("exit", "1")).isEqualTo(1);
    assertThat(chain.err()).contains("Name its keystore with --key");
    assertThat(contracts.registry().count()).isEqualTo(1);
  }

  private int register(String wallet) {
    return run(
        "register",
        "--kind",
        "DIRECT",
        "--payout",
        keys.key(5).address().toString(),
        "--node-key",
        keys.key(6).address().toString(),
        "--endpoint",
        "https://node.example",
        "--profile",
        folder.resolve("profile.json").toString(),
        "--key",
        key(wallet));
  }

  private String key(String wallet) {
    return folder.resolve(wallet).resolve("keystore.json").toString();
  }

  private int run(String... words) {
    return chain.run(folder, Stream.concat(Stream.of("provider"), Arrays.stream(words)).toList());
  }
}
