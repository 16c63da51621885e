package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.flashback.app.development.FakeDrand;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkPlan;
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
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh chain with the contracts, and the commands that are run against it, for one test: a
/// field that is no constant, so that each test has its own.
final class CommandChain implements AfterEachCallback {
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final Contracts contracts;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private CommandChain(long epochSeconds) throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    long now = chain.head().timestamp().getEpochSecond();
    var plan =
        DeploymentPlan.development(
            now, epochSeconds, List.of(FakeDrand.publicKeyWords()), now, keys.key(0).address());
    contracts =
        Contracts.connect(chain, new ContractDeployer(chain, sender(chain, 0)).deploy(plan));
  }

  static CommandChain withEpochsOf(long seconds) {
    try {
      return new CommandChain(seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Contracts contracts() {
    return contracts;
  }

  JsonRpc rpc() {
    return rpc;
  }

  DevelopmentKeys keys() {
    return keys;
  }

  /// What commands have printed so far.
  String out() {
    return out.toString();
  }

  /// The last line that a command has printed, which must be JSON.
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out.toString().lines().toList().getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What commands have complained about so far.
  String err() {
    return err.toString();
  }

  void send(int key, Call call) {
    sender(contracts.chain(), key).send(call);
  }

  /// Sends what a vote would have the timelock send.
  void orderByVote(Call call) {
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

  /// Where commands find the contracts' addresses.
  void writeDeployment(Path folder) throws IOException {
    contracts.deployment().write(folder.resolve("deployment.json"));
  }

  /// Writes a key as commands read it, to `WALLET/keystore.json`.
  void keystore(Path folder, String wallet, int key) throws IOException {
    var random = new SecureRandom();
    var directory = Files.createDirectory(folder.resolve(wallet));
    var passphrase = Passphrase.createKeyFile(directory.resolve("key.pass"), random);
    Keystore.write(
        directory.resolve("keystore.json"), keys.key(key), passphrase, ScryptCost.LIGHT, random);
  }

  /// Runs a command against the chain and returns its exit code.
  ///
  /// @param folder that [#writeDeployment] was given
  int run(Path folder, List<String> words) {
    var all = new ArrayList<>(words);
    all.addAll(List.of("--rpc", anvil.rpc().toString()));
    all.addAll(List.of("--deployment", folder.resolve("deployment.json").toString()));
    return execute(all);
  }

  /// Makes the chain the one of the network in a folder, as `flashback up` would.
  ///
  /// @return the folder, for `--data`
  Path network(Path folder) throws IOException {
    writeDeployment(folder);
    int basePort = anvil.rpc().getPort() - Member.ANVIL.portOffset();
    Files.writeString(folder.resolve(NetworkPlan.PLAN_FILE), "base.port=" + basePort);
    return folder;
  }

  /// Runs a command as it is typed and returns its exit code.
  int execute(List<String> words) {
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    rpc.close();
    anvil.close();
  }

  private TransactionSender sender(Chain chain, int key) {
    return new TransactionSender(
        chain, keys.key(key), SendingPolicy.DEVELOPMENT, InstantSource.system());
  }
}
