package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.network.Member;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.settlement.statement.Statement;

/// A network of which the chain alone is left, and what people type then.
final class ChainAlone {
  private final TestNetwork network;
  private final TestNetwork.OnChain chain;

  ChainAlone(TestNetwork network, TestNetwork.OnChain chain) {
    this.network = network;
    this.chain = chain;
  }

  /// Kills every process but the chain's, as a power cut would.
  void killTheRest() {
    for (var member : Member.all()) {
      if (member.kind() != Member.Kind.ANVIL) {
        network.processes().kill(member);
      }
    }
    assertThat(network.processes().running()).containsExactly(Member.ANVIL);
  }

  /// A command that sends from a wallet; must be done.
  ///
  /// @return what it printed
  String done(Path keystore, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--key", keystore.toString()));
    all.addAll(List.of("--rpc", network.plan().url(Member.ANVIL).toString()));
    all.addAll(List.of("--deployment", network.plan().deployment().toString()));
    var ran = Cli.run(all.toArray(String[]::new));
    assertThat(ran.exit()).as("%s: %s", String.join(" ", words), ran.err()).isZero();
    return ran.out();
  }

  /// The keystore of a member, which is its owner's on this network.
  Path keystore(Member member) {
    return network.plan().folder(member).resolve("keystore.json");
  }

  /// A keystore with its passphrase beside it.
  static Path keystore(Path folder, PrivateKey wallet) throws IOException {
    var random = new SecureRandom();
    var keystore = Files.createDirectories(folder).resolve("keystore.json");
    var passphrase = Passphrase.createKeyFile(folder.resolve("key.pass"), random);
    Keystore.write(keystore, wallet, passphrase, ScryptCost.LIGHT, random);
    return keystore;
  }

  /// Lets time pass on the chain.
  void pass(Duration time) {
    chain.rpc().call("evm_increaseTime", time.toSeconds());
    chain.rpc().call("evm_mine");
  }

  /// Lets time pass until a second of the chain's time.
  void passUntil(long second) {
    long now = contracts().chain().head().timestamp().getEpochSecond();
    if (second > now) {
      pass(Duration.ofSeconds(second - now));
    }
  }

  Contracts contracts() {
    return chain.contracts();
  }

  /// What is left of a provider's stake after the misses that the statement of its only SLA tells:
  /// on a busy machine a node may prove an epoch too late.
  static BigInteger stakeLeft(BigInteger staked, Statement statement, long provider) {
    return statement.agreements().stream()
        .filter(line -> line.providerId() == provider)
        .map(line -> line.slashed().total())
        .reduce(staked, BigInteger::subtract);
  }

  BigInteger dollarsOf(Address wallet) {
    return contracts().token(contracts().deployment().address("TestDollar")).balanceOf(wallet);
  }
}
