package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCommandTest {
  private static final BigInteger PRICE = BigInteger.valueOf(5_000_000);

  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final Contracts contracts;

  ProviderCommandTest() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    long now = chain.head().timestamp().getEpochSecond();
    var plan =
        DeploymentPlan.development(
            now, 30, List.of(FakeDrand.publicKeyWords()), now, keys.key(0).address());
    var deployer =
        new TransactionSender(
            chain, keys.key(0), SendingPolicy.DEVELOPMENT, InstantSource.system());
    contracts = Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan));
  }

  @BeforeEach
  void writeFiles() throws IOException {
    contracts.deployment().write(folder.resolve("deployment.json"));
    Files.writeString(folder.resolve("profile.json"), "{\"name\":\"A provider\"}");
    keystore("owner", keys.key(3));
    keystore("other", keys.key(4));
  }

  @AfterEach
  void stop() {
    rpc.close();
    anvil.close();
  }

  @Test
  void aProviderRegistersIsShownSubscribesAndLeaves() {
    assertThat(register("owner")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("provider 1 is registered").contains("not listed yet");
    assertThat(run("show", "1")).isZero();
    assertThat(out.toString())
        .contains("provider 1, active")
        .contains(keys.key(3).address().toString())
        .contains("never paid");

    assertThat(run("subscribe", "1", "--key", key("owner"))).isEqualTo(1);
    assertThat(err.toString()).contains("is not for sale");
    var dollar = contracts.deployment().address("TestDollar");
    byTimelock(contracts.registry().contract().callOf("setSubscriptionPrice", dollar, PRICE));
    assertThat(run("subscribe", "1", "--periods", "2", "--key", key("owner"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("10.000000 ")
        .contains("Repeat the command with --yes to pay it");
    assertThat(run("subscribe", "1", "--key", key("owner"), "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("Send it the difference");
    sender(0).send(contracts.token(dollar).mint(keys.key(3).address(), PRICE));
    assertThat(run("subscribe", "1", "--key", key("owner"), "--yes")).isZero();
    assertThat(out.toString()).contains("provider 1 is paid until ");
    assertThat(contracts.registry().isListed(1)).isTrue();

    assertThat(run("exit", "1", "--key", key("other"))).isEqualTo(1);
    assertThat(err.toString()).contains("Only its owner can make it leave");
    assertThat(run("exit", "1", "--complete", "--key", key("owner"))).isEqualTo(1);
    assertThat(err.toString()).contains("only a begun exit can be completed");
    assertThat(run("exit", "1", "--key", key("owner"))).isZero();
    assertThat(out.toString()).contains("provider 1 leaves; complete it from ");
    assertThat(run("subscribe", "1", "--key", key("owner"))).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be listed again");
    assertThat(run("show", "1", "--json")).isZero();
    assertThat(out.toString()).contains("\"status\":\"exiting\"");
  }

  @Test
  void whatCannotBeIsRefusedWithAReasonBeforeAnythingIsSent() {
    assertThat(register("owner")).isZero();
    assertThat(register("other")).isEqualTo(1);
    assertThat(err.toString()).contains("is registered already, as provider 1");
    assertThat(run("show", "9")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no provider 9");
    assertThat(run("exit", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("Name its keystore with --key");
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

  private void keystore(String wallet, PrivateKey key) throws IOException {
    var random = new SecureRandom();
    var directory = Files.createDirectory(folder.resolve(wallet));
    var passphrase = Passphrase.createKeyFile(directory.resolve("key.pass"), random);
    Keystore.write(directory.resolve("keystore.json"), key, passphrase, ScryptCost.LIGHT, random);
  }

  private TransactionSender sender(int key) {
    return new TransactionSender(
        contracts.chain(), keys.key(key), SendingPolicy.DEVELOPMENT, InstantSource.system());
  }

  /// As a vote would order it.
  private void byTimelock(Call call) {
    var timelock = contracts.deployment().address("Timelock").toString();
    rpc.call("anvil_impersonateAccount", timelock);
    rpc.call("anvil_setBalance", timelock, "0xde0b6b3a7640000");
    rpc.call(
        "eth_sendTransaction",
        Map.of(
            "from", timelock,
            "to", call.to().orElseThrow().toString(),
            "input", call.input().toString()));
    rpc.call("evm_mine");
  }

  private int run(String... words) {
    var all = new ArrayList<>(List.of("provider"));
    all.addAll(List.of(words));
    all.addAll(List.of("--rpc", anvil.rpc().toString()));
    all.addAll(List.of("--deployment", folder.resolve("deployment.json").toString()));
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
