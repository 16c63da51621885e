package network.flashback.acceptance;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import network.flashback.acceptance.shape.SourceTree;
import network.flashback.app.client.Consumer;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.Network;
import network.flashback.app.network.NetworkPlan;
import network.flashback.app.network.Ports;
import network.flashback.app.network.Processes;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;

/// A whole network of real processes, in a folder and on ports of its own; taken down when closed.
/// The folder stays until the next run, so that logs can be read.
final class TestNetwork implements AutoCloseable {
  private static final Set<Integer> GIVEN_PORTS = new HashSet<>();

  static final int EPOCH_SECONDS = 12;

  private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(18);
  private static final int LOWEST_PORT = 11_000;
  private static final int PORTS = 300;

  private final Network network;
  private final SecureRandom random = new SecureRandom();
  private final List<Address> consumers = new ArrayList<>();
  private final Thread emergency;

  private TestNetwork(Network network) {
    this.network = network;
    this.emergency = new Thread(network::down, "network-down");
    // Also when the test run is interrupted: nothing may stay behind.
    Runtime.getRuntime().addShutdownHook(emergency);
    for (var wallet : DevelopmentWallet.values()) {
      consumers.add(wallet.key(DevelopmentKeys.CHAIN_ID).address());
    }
  }

  /// One that is not started yet.
  static TestNetwork prepared(String name) throws IOException {
    return prepared(name, EPOCH_SECONDS);
  }

  private static TestNetwork prepared(String name, int epochSeconds) throws IOException {
    var folder = Path.of("target", "networks", name).toAbsolutePath();
    clear(folder);
    return new TestNetwork(
        new Network(
            new NetworkPlan(folder, freeBasePort(), epochSeconds), SourceTree.rootFolder()));
  }

  /// One in which everything answers and every provider has published its offer.
  static TestNetwork started(String name) throws Exception {
    return started(name, EPOCH_SECONDS);
  }

  /// The same with epochs of another length.
  static TestNetwork started(String name, int epochSeconds) throws Exception {
    var network = prepared(name, epochSeconds);
    try {
      network.up();
      return network;
    } catch (Exception | Error e) {
      network.close();
      throw e;
    }
  }

  void up() throws Exception {
    network.up(step -> {});
    awaitOffers();
  }

  /// Until all four providers are listed: after the platform was away, or was new.
  void awaitOffers() throws Exception {
    try (var market = market()) {
      Eventually.holds(
          "the offers of all providers",
          java.time.Duration.ofMinutes(1),
          () -> market.offers().size() == Member.NODES);
    }
  }

  Network network() {
    return network;
  }

  NetworkPlan plan() {
    return network.plan();
  }

  Processes processes() {
    return network.processes();
  }

  MarketClient market() {
    return new MarketClient(plan().url(Member.PLATFORM));
  }

  /// The contracts, over a connection of its own that the caller closes.
  record OnChain(JsonRpc rpc, Contracts contracts) implements AutoCloseable {
    @Override
    public void close() {
      rpc.close();
    }
  }

  OnChain chain() throws IOException {
    var deployment = Deployment.read(plan().deployment());
    var rpc = new JsonRpc(plan().url(Member.ANVIL), RetryPolicy.STANDARD);
    return new OnChain(
        rpc, Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment));
  }

  /// A consumer that nobody else is: with a new wallet, coins for gas, and `dollars` test dollars.
  ///
  /// @param chain used for as long as the consumer is
  Consumer newConsumer(OnChain chain, MarketClient market, BigInteger dollars) {
    return newConsumer(chain, market, dollars, PrivateKey.generate(random));
  }

  /// The same with a wallet that the caller has drawn.
  Consumer newConsumer(OnChain chain, MarketClient market, BigInteger dollars, PrivateKey wallet) {
    return new Consumer(chain.contracts(), market, filled(chain, dollars, wallet));
  }

  /// A new wallet with coins for gas, and `dollars` test dollars.
  PrivateKey newWallet(OnChain chain, BigInteger dollars) {
    return filled(chain, dollars, PrivateKey.generate(random));
  }

  private PrivateKey filled(OnChain chain, BigInteger dollars, PrivateKey wallet) {
    var contracts = chain.contracts();
    chain
        .rpc()
        .call("anvil_setBalance", wallet.address().toString(), "0x" + GAS_MONEY.toString(16));
    if (dollars.signum() > 0) {
      var deployer =
          new TransactionSender(
              contracts.chain(),
              DevelopmentWallet.DEPLOYER.key(contracts.chain().id()),
              SendingPolicy.DEVELOPMENT,
              InstantSource.system());
      var token = contracts.token(contracts.deployment().address("TestDollar"));
      deployer.send(token.mint(wallet.address(), dollars));
    }
    consumers.add(wallet.address());
    return wallet;
  }

  /// Every account that can hold test dollars, contracts apart.
  List<Address> people() {
    return List.copyOf(consumers);
  }

  @Override
  public void close() {
    network.down();
    Runtime.getRuntime().removeShutdownHook(emergency);
  }

  /// A base port with every offset free, and none that another network of these tests was given;
  /// below the ports that systems give to outgoing connections.
  static int freeBasePort() {
    int first = new SecureRandom().nextInt(60);
    synchronized (GIVEN_PORTS) {
      int base =
          Ports.freeBasePort(
              IntStream.range(0, 60)
                  .mapToObj(i -> LOWEST_PORT + (first + i) % 60 * PORTS)
                  .filter(port -> !GIVEN_PORTS.contains(port))
                  .toList());
      GIVEN_PORTS.add(base);
      return base;
    }
  }

  /// Empties the folder of an earlier run, whose processes may still live when it was interrupted.
  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    new Network(new NetworkPlan(folder, LOWEST_PORT, EPOCH_SECONDS), folder).down();
    try (var tree = Files.walk(folder)) {
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
