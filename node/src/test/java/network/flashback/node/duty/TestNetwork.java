package network.flashback.node.duty;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
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
import network.flashback.node.ContractsOnChain;

/// The real contracts on a real anvil, with one registered provider and one consumer with money.
/// Time passes when the test says so.
final class TestNetwork implements AutoCloseable {
  static final long EPOCH_SECONDS = 30;
  static final int MARKET = 1;
  static final long CAPACITY_BYTES = 64 << 20;
  private static final SendingPolicy POLICY =
      new SendingPolicy(Wei.gwei(500), 5, 1, 25, Duration.ofMillis(5), Duration.ofMinutes(1));
  private static final BigInteger MONEY = BigInteger.valueOf(1_000_000_000_000L);

  final Contracts contracts;
  final PrivateKey consumer;
  final PrivateKey nodeKey;
  final Address payout;
  final long providerId;
  final long genesis;
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final Chain chain;
  private final DevelopmentKeys keys;
  private final BlsBn254.Secret beacon = BlsBn254.Secret.ofDevelopmentBeacon();

  TestNetwork() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    keys = DevelopmentKeys.forChain(chain.id());
    var deployer = sender(keys.key(0));
    // Far enough ahead that no transaction of the set-up comes after it.
    genesis = chain.head().timestamp().getEpochSecond() + 1000;
    var plan =
        DeploymentPlan.development(
            genesis, EPOCH_SECONDS, beaconKey(), genesis, deployer.address());
    contracts = Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan));
    consumer = keys.key(1);
    nodeKey = keys.key(2);
    payout = keys.key(12).address();
    deployer.send(dollar().mint(consumer.address(), MONEY));
    deployer.send(dollar().mint(nodeKey.address(), MONEY));
    sender(consumer).send(dollar().approve(contracts.orchestrator().address(), MONEY));
    providerId = register();
  }

  Token dollar() {
    return contracts.token(contracts.deployment().address("TestDollar"));
  }

  TransactionSender sender(PrivateKey key) {
    return new TransactionSender(chain, key, POLICY, Clock.systemUTC());
  }

  void send(PrivateKey key, Call call) {
    sender(key).send(call);
  }

  /// Lets a block come at that second after the genesis.
  void second(long second) {
    rpc.call("evm_setNextBlockTimestamp", genesis + second);
    rpc.call("evm_mine");
  }

  /// The address of the chain's own node.
  URI rpc() {
    return anvil.rpc();
  }

  /// Whether each transaction gets a block of its own at once, or waits for [#mine].
  void minesAtOnce(boolean atOnce) {
    rpc.call("evm_setAutomine", atOnce);
  }

  void mine() {
    rpc.call("evm_mine");
  }

  /// Transactions of the node's wallet that are not on the chain yet.
  long waiting() {
    var wallet = nodeKey.address();
    return chain.transactionCount(wallet, BlockTag.PENDING)
        - chain.transactionCount(wallet, BlockTag.LATEST);
  }

  /// Transactions of the node's wallet that the chain refused in a block.
  long refused() {
    long refused = 0;
    for (long block = 0; block <= chain.height(); block++) {
      for (var receipt : rpc.call("eth_getBlockReceipts", "0x" + Long.toHexString(block))) {
        boolean own = Address.parse(receipt.get("from").asText()).equals(nodeKey.address());
        refused += own && receipt.get("status").asText().equals("0x0") ? 1 : 0;
      }
    }
    return refused;
  }

  /// The node's own way to the contracts, by a node of the chain that the test has a hand in.
  ///
  /// @param timeout after which waiting for a transaction ends
  ContractsOnChain through(JsonRpc node, Duration timeout) {
    var seen = Contracts.connect(Chain.connect(node, chain.id()), contracts.deployment());
    var policy = new SendingPolicy(Wei.gwei(500), 5, 1, 25, Duration.ofMillis(5), timeout);
    var sender = new TransactionSender(seen.chain(), nodeKey, policy, Clock.systemUTC());
    return new ContractsOnChain(seen, sender, providerId);
  }

  /// Where the chain is now, for [#revert].
  String snapshot() {
    return rpc.call("evm_snapshot").asText();
  }

  /// Takes back every block since a snapshot, as a reorganisation does. The node's wallet goes on
  /// counting: others of its transactions may have come back.
  void revert(String snapshot) {
    var wallet = nodeKey.address().toString();
    var sent = rpc.call("eth_getTransactionCount", wallet, "latest").asText();
    rpc.call("evm_revert", snapshot);
    rpc.call("anvil_setNonce", wallet, sent);
  }

  Optional<Bytes> signatureOf(long round) {
    return Optional.of(beacon.sign(round));
  }

  /// Opens an SLA of one leg that fills the offer.
  AgreementId open(SignedOffer signed, long seconds, BigInteger egressEscrow) {
    var offer = signed.offer();
    long now = chain.head().timestamp().getEpochSecond();
    var gib = BigInteger.ONE.shiftLeft(30);
    var rate =
        offer
            .ratePerGib()
            .multiply(BigInteger.valueOf(CAPACITY_BYTES))
            .add(gib.subtract(BigInteger.ONE))
            .divide(gib);
    var leg =
        new LegTerms(
            providerId,
            offer.hash(contracts.orchestrator().domain()),
            CAPACITY_BYTES,
            rate,
            pay(rate, seconds),
            egressEscrow,
            pay(rate, offer.collateralSeconds()));
    var sla =
        new SlaTerms(
            consumer.address(),
            MARKET,
            1,
            1,
            now + 50,
            now + seconds,
            rate,
            60,
            BigInteger.ZERO,
            List.of(),
            List.of(leg),
            Bytes32.of(4),
            BigInteger.ONE);
    send(consumer, contracts.orchestrator().open(sla, List.of(signed)));
    var id = sla.hash(contracts.orchestrator().domain());
    return contracts.lens().sla(id).agreements().getFirst().id();
  }

  @Override
  public void close() {
    rpc.close();
    anvil.close();
  }

  private long register() {
    var sender = sender(nodeKey);
    var registration =
        contracts
            .registry()
            .register(
                Registry.DIRECT, payout, nodeKey.address(), Bytes32.of(3), "http://127.0.0.1:1");
    long id = contracts.registry().registeredId(sender.send(registration));
    var stake = MONEY.shiftRight(1);
    sender.send(dollar().approve(contracts.stakes().address(), stake));
    sender.send(contracts.stakes().stake(id, dollar().address(), stake));
    return id;
  }

  private static BigInteger pay(BigInteger rate, long seconds) {
    return rate.multiply(BigInteger.valueOf(seconds)).shiftRight(32).add(BigInteger.ONE);
  }

  private List<BigInteger> beaconKey() {
    var key = beacon.publicKey().toArray();
    var words = new ArrayList<BigInteger>();
    for (int i = 0; i < key.length; i += Bytes32.SIZE) {
      words.add(Bytes32.of(key, i).toInteger());
    }
    return words;
  }
}
