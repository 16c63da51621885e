package network.flashback.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import network.flashback.chain.Abis;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.NodeUnreachableException;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.WrongChainException;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A deployment by one wallet, step by step, on a real chain.
final class RolloutTest {
  private static final int DEPLOYER = 3;
  private static final int STEPS = Blueprints.ALL.size();
  private static final int CODE_BYTES_MAX = 24_576;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(60));

  @TempDir private Path folder;

  @Test
  void everythingIsCreatedInspectedAndRecordedAndRolesReadTheManifestAsTheirDeployment()
      throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var manifest =
          begin(chain, chain.chain, "main").run(sender(chain, chain.chain), file(), s -> {});

      assertThat(manifest.complete()).isTrue();
      assertThat(Manifest.read(file())).isEqualTo(manifest);
      var contracts = Contracts.connect(chain.chain, Deployment.read(file()));
      assertThat(contracts.orchestrator().schedule().epochSeconds()).isEqualTo(86_400);
      for (var entry : manifest.entries()) {
        var sent = entry.created().orElseThrow().sent().orElseThrow();
        assertThat(chain.chain.receipt(sent.transaction()).orElseThrow().gasUsed())
            .as(entry.name())
            .isEqualTo(sent.gasUsed());
        assertThat(chain.chain.code(entry.address()).size())
            .as("bytes of " + entry.name())
            .isBetween(1, CODE_BYTES_MAX);
      }
    }
  }

  private static LongStream cuts() {
    return LongStream.rangeClosed(11, Boolean.getBoolean("deep") ? 20 : 11);
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void cutShortAnywhereItIsContinuedAtTheSameAddressesAndNothingIsSentTwice(long seed)
      throws IOException {
    var random = new Random(seed);
    int interruptions = 0;
    Map<String, Address> first = new TreeMap<>();
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var coin = stableCoin(chain);
      boolean done = false;
      while (!done) {
        try (var node =
                new UnreliableNode(
                    chain.anvil.rpc(), 1 + random.nextInt(120), random.nextBoolean());
            var rpc = new JsonRpc(node.uri(), ONCE)) {
          var through = Chain.connect(rpc, chain.chain.id());
          var deployer = chain.key(DEPLOYER).address();
          var rollout =
              Files.exists(file())
                  ? Rollout.resume(through, deployer, Manifest.read(file()))
                  : Rollout.begin(through, deployer, profile(chain, coin), "main", "test");
          if (first.isEmpty() && Files.exists(file())) {
            first.putAll(Manifest.read(file()).addresses());
          }
          rollout.run(sender(chain, through), file(), step -> {});
          done = true;
        } catch (NodeUnreachableException cut) {
          interruptions++;
        }
      }
      var manifest = Manifest.read(file());
      assertThat(interruptions).as("seed %s", seed).isGreaterThan(3);
      assertThat(manifest.complete()).isTrue();
      assertThat(manifest.addresses()).as("seed %s", seed).isEqualTo(first);
      manifest.deployment().verify(chain.chain);
      var factory = new Contract("Factory", manifest.factory(), Abis.of("Factory"), chain.chain);
      assertThat(factory.call("created").integer(0)).isEqualTo(STEPS);
      assertThat(chain.chain.transactionCount(chain.key(DEPLOYER).address(), BlockTag.PENDING))
          .as("the factory's creation and one transaction a step, seed %s", seed)
          .isEqualTo(STEPS + 1);
    }
  }

  @Test
  void oneWalletGetsTheSameAddressesOnEveryChainWhateverItDidBefore() throws IOException {
    try (var one = new DeployedChain(Anvil.Options.FRESH);
        var other = new DeployedChain(Anvil.Options.FRESH)) {
      other.sender(DEPLOYER).send(Call.transfer(other.key(9).address(), Wei.of(1)));
      assertThat(begin(other, other.chain, "main").manifest().addresses())
          .isEqualTo(begin(one, one.chain, "main").manifest().addresses())
          .isNotEqualTo(begin(one, one.chain, "second").manifest().addresses());
    }
  }

  @Test
  void withoutTheDeterministicProxyTheFactoryComesFromTheWalletItself() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      chain.rpc.call("anvil_setCode", "0x4e59b44847b379578588920cA78FbF26c0B4956C", "0x");
      var rollout = begin(chain, chain.chain, "main");
      assertThat(rollout.manifest().factory())
          .isEqualTo(Address.ofContract(chain.key(DEPLOYER).address(), 0));
      assertThat(rollout.run(sender(chain, chain.chain), file(), s -> {}).complete()).isTrue();
    }
  }

  @Test
  void theCostThatIsShownIsNeverLessThanWhatIsPaidForAnyStep() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH.with("--hardfork", "prague"))) {
      var rollout = begin(chain, chain.chain, "main");
      var cost = rollout.cost();
      assertThat(cost.creations()).isEqualTo(STEPS + 1);
      var manifest = rollout.run(sender(chain, chain.chain), file(), s -> {});
      var steps =
          Blueprints.steps(DeploymentProfile.of(manifest.profile()).plan(), manifest.factory());
      long used = 0;
      for (var entry : manifest.entries()) {
        long gas = entry.created().orElseThrow().sent().orElseThrow().gasUsed();
        long bound =
            entry.name().equals("Factory")
                ? Foundry.GAS_BOUND
                : steps.stream()
                    .filter(step -> step.name().equals(entry.name()))
                    .findFirst()
                    .orElseThrow()
                    .gasBound();
        assertThat(gas).as(entry.name()).isLessThanOrEqualTo(bound);
        used += gas;
      }
      assertThat(used).isBetween(cost.gas() / 2, cost.gas());
      assertThat(rollout.cost().creations()).isZero();
    }
  }

  @Test
  void aWalletWithoutCoinsIsToldHowManyItNeedsAndNothingIsSent() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var poor = chain.key(40);
      var rollout =
          Rollout.begin(
              chain.chain, poor.address(), profile(chain, stableCoin(chain)), "main", "test");
      assertThatThrownBy(() -> rollout.run(sender(chain.chain, poor), file(), s -> {}))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("holds 0")
          .hasMessageContaining("may cost")
          .hasMessageContaining("Nothing was sent");
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void aTransactionThatStillWaitsIsNotOvertaken() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var profile = profile(chain, stableCoin(chain));
      chain.rpc.call("evm_setAutomine", false);
      chain.sender(DEPLOYER).submit(Call.transfer(chain.key(9).address(), Wei.of(1)), 21_000);
      assertThatThrownBy(
              () ->
                  Rollout.begin(
                      chain.chain, chain.key(DEPLOYER).address(), profile, "main", "test"))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("1 transactions")
          .hasMessageContaining("Nothing was sent");
    }
  }

  @Test
  void aChainThatTakesNoCodeOfThisSizeIsNamedBeforeTheStepIsSent() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH.with("--code-size-limit", "20000"))) {
      var rollout = begin(chain, chain.chain, "main");
      assertThatThrownBy(() -> rollout.run(sender(chain, chain.chain), file(), s -> {}))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("does not take the code of")
          .hasMessageContaining("24,576");
    }
  }

  @Test
  void anotherChainAnotherWalletAndAnotherProgramAreRefused() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var rollout = begin(chain, chain.chain, "main");
      var manifest = rollout.manifest();
      var elsewhere = new TreeMap<>(manifest.profile());
      elsewhere.put("chain.id", "1");
      var deployer = chain.key(DEPLOYER).address();
      assertThatThrownBy(
              () ->
                  Rollout.begin(
                      chain.chain, deployer, DeploymentProfile.of(elsewhere), "main", "test"))
          .isInstanceOf(WrongChainException.class);
      assertThatThrownBy(() -> Rollout.resume(chain.chain, chain.key(4).address(), manifest))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("obeys nobody else");
      var changed = new TreeMap<>(manifest.profile());
      changed.put("fee.bps", "201");
      var other =
          new Manifest(
              "flashback 9",
              manifest.chainId(),
              manifest.block(),
              deployer,
              manifest.label(),
              changed,
              manifest.entries(),
              false);
      assertThatThrownBy(() -> Rollout.resume(chain.chain, deployer, other))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("begun by flashback 9");
    }
  }

  @Test
  void theChainsCoinHasAMarketAndADeskWhereTheProfileNamesIt() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var manifest =
          begin(chain, chain.chain, "main").run(sender(chain, chain.chain), file(), s -> {});
      var contracts = Contracts.connect(chain.chain, manifest.deployment());
      var coin = wrappedCoin(chain);
      assertThat(contracts.coinDesk().coin()).isEqualTo(coin);
      assertThat(contracts.contract("Orchestrator").call("marketOf", 2).address("token"))
          .isEqualTo(coin);

      var without = profile(chain.chain.id(), stableCoin(chain), chain.key(0).address());
      var deployer = chain.key(DEPLOYER).address();
      var less = Rollout.begin(chain.chain, deployer, without, "without", "test").manifest();
      assertThat(less.addresses()).doesNotContainKey("CoinDesk").hasSize(STEPS);
      var more = begin(chain, chain.chain, "without").manifest().addresses();
      assertThat(more)
          .as("the same addresses but for the desk")
          .containsAllEntriesOf(less.addresses());
    }
  }

  @Test
  void aTokenThatDoesNotWrapCoinsIsRefused() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      var deployer = chain.key(DEPLOYER).address();
      var dollar = stableCoin(chain);
      for (var wrong : List.of(stableCoin(chain), deployer)) {
        var profile = payableIn(chain, dollar, wrong);
        assertThatThrownBy(() -> Rollout.begin(chain.chain, deployer, profile, "main", "test"))
            .isInstanceOf(ChainException.class)
            .hasMessageContaining("'wrapped.coin' " + wrong)
            .hasMessageContaining("Nothing was sent");
      }
    }
  }

  @Test
  void aLabelIsUsedOnce() throws IOException {
    try (var chain = new DeployedChain(Anvil.Options.FRESH)) {
      begin(chain, chain.chain, "main").run(sender(chain, chain.chain), file(), s -> {});
      assertThatThrownBy(() -> begin(chain, chain.chain, "main"))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("already")
          .hasMessageContaining("--label");
    }
  }

  @Test
  void keysThatEverybodyKnowsAreRefusedOnAnyOtherThanTheDevelopmentChain() throws IOException {
    try (var anvil =
            Anvil.start(
                Anvil.program(), Anvil.Options.FRESH.with("--chain-id", "4242"), line -> {});
        var rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD)) {
      var chain = Chain.connect(rpc, 4242);
      var known = network.flashback.evm.keystore.DevelopmentKeys.forChain(31_337);
      var own = Address.ofContract(known.key(0).address(), 77);
      assertThatThrownBy(
              () ->
                  Rollout.begin(
                      chain,
                      known.key(DEPLOYER).address(),
                      profile(4242, own, own),
                      "main",
                      "test"))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("deploying wallet")
          .hasMessageContaining("development key 3");
      assertThatThrownBy(
              () ->
                  Rollout.begin(
                      chain, own, profile(4242, own, known.key(5).address()), "main", "test"))
          .isInstanceOf(ChainException.class)
          .hasMessageContaining("treasury")
          .hasMessageContaining("development key 5");
    }
  }

  private Path file() {
    return folder.resolve("manifest.json");
  }

  private static Rollout begin(DeployedChain chain, Chain through, String label)
      throws IOException {
    return Rollout.begin(
        through, chain.key(DEPLOYER).address(), profile(chain, stableCoin(chain)), label, "test");
  }

  private static Address stableCoin(DeployedChain chain) {
    return Contract.deploy(
            chain.sender(1), "TestDollar", Abis.of("TestDollar"), Abis.creationCode("TestDollar"))
        .address();
  }

  /// The chain's coin as a token, made by the first who asks.
  private static Address wrappedCoin(DeployedChain chain) {
    var at = Address.ofContract(chain.key(2).address(), 0);
    return chain.chain.code(at).isEmpty()
        ? Contract.deploy(
                chain.sender(2),
                "WrappedCoin",
                Abis.of("WrappedCoin"),
                Abis.creationCode("WrappedCoin"))
            .address()
        : at;
  }

  /// With everything that a profile may leave out.
  private static DeploymentProfile profile(DeployedChain chain, Address coin) {
    return payableIn(chain, coin, wrappedCoin(chain));
  }

  private static DeploymentProfile payableIn(DeployedChain chain, Address coin, Address wrapped) {
    var profile = new TreeMap<>(profile(chain.chain.id(), coin, chain.key(0).address()).asText());
    profile.put("wrapped.coin", wrapped.toString());
    return DeploymentProfile.of(profile);
  }

  private static DeploymentProfile profile(long chainId, Address coin, Address treasury) {
    return DeploymentProfile.of(
            Map.of(
                "chain.id",
                Long.toString(chainId),
                "stable.coin",
                coin.toString(),
                "treasury",
                treasury.toString()))
        .fixedAt(NOW);
  }

  private static TransactionSender sender(DeployedChain chain, Chain through) {
    return sender(through, chain.key(DEPLOYER));
  }

  private static TransactionSender sender(Chain through, PrivateKey key) {
    return new TransactionSender(through, key, DeployedChain.POLICY, InstantSource.system());
  }
}
