package network.flashback.acceptance.fault;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.app.development.FakeDrand;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.Token;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;

/// anvil with the real contracts and the times of production: epochs of a day, audits within six
/// hours. Time passes when the test says so, and every participant has a way of its own to the
/// chain, which can be cut.
final class FaultChain implements AutoCloseable {
  static final int MARKET = 1;
  static final int CONSUMER = 1;
  static final int SETTLER = 19;
  static final int OTHER_SETTLER = 18;
  static final long EPOCH_SECONDS = 86_400;

  /// Ahead of the chain's first block, so that no transaction of the set-up comes after it.
  private static final long BEFORE_GENESIS = 2_000;

  private static final BigInteger MONEY = BigInteger.valueOf(1_000_000_000_000_000L);
  private static final SendingPolicy POLICY =
      new SendingPolicy(Wei.gwei(500), 5, 1, 25, Duration.ofMillis(5), Duration.ofMinutes(1));

  /// A participant whose way is cut learns it at once, instead of after seconds of attempts.
  private static final RetryPolicy NO_RETRY =
      new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(10));

  private final Anvil anvil;
  private final JsonRpc rpc;
  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final BlsBn254.Secret beacon = BlsBn254.Secret.ofDevelopmentBeacon();
  private final Contracts contracts;
  private final List<JsonRpc> clients = new ArrayList<>();
  private final List<Relay> relays = new ArrayList<>();

  FaultChain() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH.with("--accounts", "20"), line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    long genesis = chain.head().timestamp().getEpochSecond() + BEFORE_GENESIS;
    var plan =
        DeploymentPlan.development(
            genesis, EPOCH_SECONDS, List.of(FakeDrand.publicKeyWords()), genesis, key(0).address());
    var deployer = new TransactionSender(chain, key(0), POLICY, InstantSource.system());
    contracts = Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan));
    send(0, dollar().mint(key(CONSUMER).address(), MONEY));
    send(CONSUMER, dollar().approve(contracts.orchestrator().address(), MONEY));
  }

  /// A participant's own way to the contracts.
  record Way(Contracts contracts, TransactionSender sender, Relay relay) {}

  /// Connects a participant through a relay of its own.
  Way connect(int key) throws IOException {
    var relay = new Relay(anvil.rpc().getPort());
    var client = new JsonRpc(relay.address(), NO_RETRY);
    relays.add(relay);
    clients.add(client);
    var chain = Chain.connect(client, DevelopmentKeys.CHAIN_ID);
    var seen = Contracts.connect(chain, contracts.deployment());
    return new Way(
        seen, new TransactionSender(seen.chain(), key(key), POLICY, InstantSource.system()), relay);
  }

  /// Nobody reaches the chain, or everybody again.
  void reachable(boolean reachable) {
    relays.forEach(relay -> relay.become(reachable ? Relay.Weather.CLEAR : Relay.Weather.CUT));
  }

  /// As the test itself sees them, whatever is cut.
  Contracts contracts() {
    return contracts;
  }

  Schedule schedule() {
    return contracts.orchestrator().schedule();
  }

  PrivateKey key(int index) {
    return keys.key(index);
  }

  Token dollar() {
    return contracts.token(contracts.deployment().address("TestDollar"));
  }

  void send(int key, Call call) {
    new TransactionSender(contracts.chain(), key(key), POLICY, InstantSource.system()).send(call);
  }

  /// The development beacon, never before its time: a round is signed for whoever asks.
  Optional<Bytes> signature(long round) {
    return Optional.of(beacon.sign(round));
  }

  /// The chain's time, which is everybody's but that of whose clock is wrong.
  InstantSource clock() {
    return () -> contracts.chain().head().timestamp();
  }

  /// Lets a block come at that second.
  void at(long second) {
    if (second <= contracts.chain().head().timestamp().getEpochSecond()) {
      throw new IllegalStateException("Second " + second + " has passed already.");
    }
    rpc.call("evm_setNextBlockTimestamp", second);
    rpc.call("evm_mine");
  }

  Instant timeOf(long block) {
    return contracts.chain().block(BlockTag.number(block)).orElseThrow().timestamp();
  }

  /// Registers a member with its own key as the key of its program, and stakes for it.
  long register(int key, int kinds, String endpoint, Address token, BigInteger stake) {
    var registry = contracts.registry();
    var sender = new TransactionSender(contracts.chain(), key(key), POLICY, InstantSource.system());
    var call = registry.register(kinds, payoutOf(key), key(key).address(), Bytes32.of(1), endpoint);
    long id = registry.registeredId(sender.send(call));
    var money = contracts.token(token);
    boolean isDollar = token.equals(dollar().address());
    var owner = key(key).address();
    send(0, isDollar ? money.mint(owner, stake) : money.transfer(owner, stake));
    sender.send(money.approve(contracts.stakes().address(), stake));
    sender.send(contracts.stakes().stake(id, token, stake));
    if (kinds == Registry.REPORTER) {
      sender.send(contracts.quality().join(id));
    }
    return id;
  }

  /// Holds nothing at first, and gets nothing else than what its owner earns.
  static Address payoutOf(int key) {
    return Address.of(Bytes32.of(0x7000 + key));
  }

  @Override
  public void close() throws IOException {
    clients.forEach(JsonRpc::close);
    for (var relay : relays) {
      relay.close();
    }
    rpc.close();
    anvil.close();
  }
}
