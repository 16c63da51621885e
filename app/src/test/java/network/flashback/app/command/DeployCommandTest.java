package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.anvil.Anvil;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployCommandTest {
  private static final int DEPLOYER = 3;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', --profile is missing",
    "--resume --profile p.properties, leave --profile away",
    "--profile p.properties --dry-run --yes, choose one",
    "--resume, --manifest or --chain-id"
  })
  void optionsThatDoNotGoTogetherAreRefusedBeforeAnythingIsAsked(String options, String reason) {
    var words = new ArrayList<>(List.of("--rpc", "http://127.0.0.1:1", "--key", "none.json"));
    words.addAll(List.of(options.split(" ", -1)).stream().filter(word -> !word.isEmpty()).toList());
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).contains(reason);
  }

  @Test
  void costIsShownAndNothingIsSentOrWrittenWithoutBeingToldTo() throws IOException {
    try (var anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
        var rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD)) {
      var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
      rpc.call("anvil_setCode", "0x00000000000000000000000000000000000c0135", "0x00");
      var words = prepared(anvil);
      assertThat(run(words)).isEqualTo(1);
      assertThat(err.toString())
          .contains("creations  26 of 26")
          .contains("at most")
          .contains("Repeat the command with --yes");
      assertThat(folder.resolve("manifest.json")).doesNotExist();
      assertThat(chain.height()).as("blocks").isZero();

      words.add("--dry-run");
      assertThat(run(words)).isZero();
      assertThat(out.toString().lines().filter(line -> line.contains(" 0x"))).hasSize(26);
      assertThat(chain.height()).as("blocks").isZero();
    }
  }

  private List<String> prepared(Anvil anvil) throws IOException {
    var random = new SecureRandom();
    var key = folder.resolve("keystore.json");
    var passphrase = Passphrase.createKeyFile(folder.resolve("key.pass"), random);
    var wallet = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID).key(DEPLOYER);
    Keystore.write(key, wallet, passphrase, ScryptCost.LIGHT, random);
    var profile = folder.resolve("profile.properties");
    Files.writeString(
        profile,
        """
        chain.id = 31337
        stable.coin = 0x00000000000000000000000000000000000c0135
        treasury = 0x000000000000000000000000000000000000dEaD
        """);
    return new ArrayList<>(
        List.of(
            "--rpc",
            anvil.rpc().toString(),
            "--key",
            key.toString(),
            "--profile",
            profile.toString(),
            "--manifest",
            folder.resolve("manifest.json").toString()));
  }

  private int run(List<String> words) {
    var all = new ArrayList<>(words);
    all.addFirst("deploy");
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
