package network.flashback.settlement;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.RateChange;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.ledger.Attempts;
import network.flashback.settlement.ledger.FeeShares;
import network.flashback.settlement.reporter.ContractReporterChain;
import network.flashback.settlement.reporter.FakeNode;
import network.flashback.settlement.reporter.Reporter;
import network.flashback.settlement.reporter.ReporterConfig;

/// anvil with a block a second, the deployed contracts, providers whose bytes are served by a
/// [FakeNode], and reporters.
final class TestNetwork implements AutoCloseable {
  private static final int CHAIN_ID = 31_337;
  private static final int CONSUMER = 1;
  private static final int MARKET = 1;
  private static final long EPOCH = 14;
  private static final long CAPACITY = 1 << 20;
  private static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);
  private static final BigInteger FLASH = BigInteger.TEN.pow(18);
  // A dollar a second.
  private static final BigInteger RATE = DOLLAR.shiftLeft(32);

  final Contracts contracts;
  private final Path directory;
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final Chain chain;
  private final DevelopmentKeys keys = DevelopmentKeys.forChain(CHAIN_ID);
  private final List<Reporter> reporters = new ArrayList<>();

  TestNetwork(Path directory) throws IOException {
    this.directory = directory;
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    chain = Chain.connect(rpc, CHAIN_ID);
    var deployer = new TransactionSender(chain, keys.key(0), SendingPolicy.DEVELOPMENT, clock());
    contracts = Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan()));
  }

  private DeploymentPlan plan() {
    long genesis = chain.head().timestamp().getEpochSecond();
    var key = BlsBn254.Secret.ofDevelopmentBeacon().publicKey().toArray();
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      words.add(Bytes32.of(key, 32 * i).toInteger());
    }
    var usual = DeploymentPlan.development(genesis, EPOCH, words, genesis, keys.key(0).address());
    return new DeploymentPlan(
        // Windows wide enough for a busy machine.
        new Schedule(genesis, EPOCH, 6, 6, 8),
        usual.startSeconds(),
        usual.noticeSeconds(),
        usual.offerLifeSeconds(),
        usual.unbondingSeconds(),
        usual.beaconKey(),
        usual.beaconGenesis(),
        usual.beaconPeriod(),
        usual.beaconFallbackSeconds(),
        usual.challenges(),
        usual.stakeThresholds(),
        usual.reporterStake(),
        usual.stableCoin(),
        usual.wrappedCoin(),
        usual.feeBps(),
        usual.voting(),
        usual.disputes(),
        usual.prepaid(),
        usual.bounty(),
        usual.treasury());
  }

  private static Clock clock() {
    return Clock.systemUTC();
  }

  TransactionSender sender(int key) {
    return new TransactionSender(
        contracts.chain(), keys.key(key), SendingPolicy.DEVELOPMENT, clock());
  }

  /// The development beacon: every round that is due.
  Seeds beacon() {
    var secret = BlsBn254.Secret.ofDevelopmentBeacon();
    return round -> Optional.of(secret.sign(round));
  }

  /// From now on a block a second, instead of one for each transaction at once.
  void minesBySeconds() {
    rpc.call("evm_setAutomine", false);
    rpc.call("evm_setIntervalMining", 1);
  }

  /// What a leg earns in so many epochs.
  BigInteger payOf(long epochs) {
    return DOLLAR.multiply(BigInteger.valueOf(EPOCH * epochs));
  }

  /// A provider of its own agreement.
  final class Provider implements AutoCloseable {
    private final int key;
    private final long id;
    private final FakeNode node;
    private AgreementId agreement = new AgreementId(BigInteger.ZERO);

    private Provider(int key, long id, FakeNode node) {
      this.key = key;
      this.id = id;
      this.node = node;
    }

    long id() {
      return id;
    }

    FakeNode node() {
      return node;
    }

    Address payout() {
      return payoutOf(key);
    }

    long firstEpoch() {
      return contracts.orchestrator().agreement(agreement).startEpoch();
    }

    /// How many epochs are paid if all are proven.
    long epochs() {
      var view = contracts.orchestrator().agreement(agreement);
      return view.endEpoch() - view.startEpoch();
    }

    void prove(long epoch) throws IOException {
      List<PossessionTerms> proofs = new ArrayList<>();
      for (var challenge : contracts.possession().challengesOf(id, epoch)) {
        proofs.add(node.prove(challenge.leafIndex()));
      }
      sender(key).send(contracts.possession().audit(id, epoch, proofs));
    }

    @Override
    public void close() {
      node.close();
    }
  }

  Provider provider(int key, Random random) throws IOException {
    var node = new FakeNode(random, keys.key(key), clock(), 5_000, 70_000, 256);
    long id = register(key, Registry.DIRECT, node.endpoint());
    stake(key, id, dollar(), DOLLAR.multiply(BigInteger.valueOf(100_000)));
    return new Provider(key, id, node);
  }

  private static Address payoutOf(int key) {
    return Address.of(Bytes32.of(0x7000 + key));
  }

  private long register(int key, int kinds, String endpoint) {
    return register(key, kinds, payoutOf(key), key, endpoint);
  }

  private long register(int key, int kinds, Address payout, int nodeKey, String endpoint) {
    var registry = contracts.registry();
    var node = keys.key(nodeKey).address();
    return registry.registeredId(
        sender(key).send(registry.register(kinds, payout, node, Bytes32.of(1), endpoint)));
  }

  /// One more member of the same owner, which names the consumer's wallet as its own.
  long registerAgain(Provider provider, int nodeKey) {
    Address consumer = keys.key(CONSUMER).address();
    return register(provider.key, Registry.DIRECT, consumer, nodeKey, "http://127.0.0.1:1");
  }

  private Address dollar() {
    return contracts.orchestrator().market(MARKET).token();
  }

  private void stake(int key, long id, Address token, BigInteger amount) {
    Address owner = keys.key(key).address();
    boolean isDollar = token.equals(dollar());
    var erc20 = contracts.token(token);
    sender(0).send(isDollar ? erc20.mint(owner, amount) : erc20.transfer(owner, amount));
    sender(key).send(erc20.approve(contracts.stakes().address(), amount));
    sender(key).send(contracts.stakes().stake(id, token, amount));
  }

  void startReporters(int... indexes) throws IOException {
    for (int key : indexes) {
      int port = freePort();
      long id = register(key, Registry.REPORTER, "http://127.0.0.1:" + port);
      Address flash = contracts.deployment().address("FlashToken");
      stake(key, id, flash, FLASH.multiply(BigInteger.valueOf(10_000)));
      sender(key).send(contracts.quality().join(id));
      var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      reporters.add(
          Reporter.start(
              ReporterConfig.development(directory.resolve("reporter-" + key), listen),
              new ContractReporterChain(contracts, sender(key)),
              keys.key(key),
              clock(),
              new Random(key)));
    }
  }

  /// As a vote would: a rate, and money for it.
  void repaySeeds() {
    var bounty = contracts.bounty();
    sender(0).send(contracts.token(dollar()).mint(bounty.address(), DOLLAR));
    var timelock = contracts.deployment().address("Timelock").toString();
    rpc.call("anvil_impersonateAccount", timelock);
    rpc.call("anvil_setBalance", timelock, "0xde0b6b3a7640000");
    // Fees of a test chain are small: the highest rate that a vote can set.
    var rate = bounty.contract().callOf("setRate", BigInteger.TEN.pow(10));
    rpc.call(
        "eth_sendTransaction",
        Map.of(
            "from", timelock,
            "to", bounty.address().toString(),
            "input", rate.input().toString()));
  }

  /// What reporters do after each epoch, once more for the newest one that is final; they are
  /// stopped first, so that nobody else sends from their wallets.
  void collectFees(int... indexes) {
    reporters.forEach(Reporter::close);
    reporters.clear();
    long epoch = contracts.orchestrator().finalEpoch(MARKET).orElseThrow();
    while (contracts.quality().signersOf(epoch).ids().isEmpty()) {
      epoch--;
    }
    // Whoever's turn it is may be the last of them.
    for (int round = 0; round < 2; round++) {
      for (int key : indexes) {
        var attempts = new Attempts(sender(key));
        new FeeShares(contracts, attempts, keys.key(key).address()).collect(epoch);
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Opens an SLA over about four paid epochs with one leg at each provider, and commits what they
  /// keep.
  Bytes32 open(Provider... providers) {
    Schedule schedule = contracts.orchestrator().schedule();
    long now = chain.head().timestamp().getEpochSecond();
    long opening = schedule.epochAt(now);
    long endsAt = schedule.startOf(opening + 5);
    List<SignedOffer> offers = new ArrayList<>();
    List<LegTerms> legs = new ArrayList<>();
    var domain = contracts.orchestrator().domain();
    for (Provider provider : providers) {
      var offer = offerOf(provider, now);
      Bytes signature = keys.key(provider.key).sign(offer.typedData(domain)).toBytes();
      offers.add(new SignedOffer(offer, signature));
      BigInteger deposit = DOLLAR.multiply(BigInteger.valueOf(endsAt - now));
      BigInteger collateral = DOLLAR.multiply(BigInteger.valueOf(EPOCH * 10));
      legs.add(
          new LegTerms(
              provider.id, offer.hash(domain), CAPACITY, RATE, deposit, DOLLAR, collateral));
    }
    var sla =
        new SlaTerms(
            keys.key(CONSUMER).address(),
            MARKET,
            1,
            providers.length,
            now + 30,
            endsAt,
            RATE,
            0,
            DOLLAR,
            List.of(),
            legs,
            Bytes32.ZERO,
            BigInteger.ONE);
    var erc20 = contracts.token(dollar());
    sender(0).send(erc20.mint(sla.consumer(), sla.total()));
    sender(CONSUMER).send(erc20.approve(contracts.orchestrator().address(), sla.total()));
    sender(CONSUMER).send(contracts.orchestrator().open(sla, offers));
    Bytes32 slaId = sla.hash(domain);
    var agreements = contracts.lens().sla(slaId).agreements();
    for (int i = 0; i < providers.length; i++) {
      providers[i].agreement = agreements.get(i).id();
      commit(providers[i]);
    }
    return slaId;
  }

  /// Half the pay from the provider's third epoch on, as both sides signed: later than the contract
  /// tells the verifier by itself.
  ///
  /// @return that epoch
  long halveRate(Provider provider) {
    var orchestrator = contracts.orchestrator();
    var change =
        new RateChange(provider.agreement, RATE.shiftRight(1), provider.firstEpoch() + 2, 1);
    var data = change.typedData(orchestrator.domain());
    var terms = SlaOpening.read(contracts, orchestrator.agreement(provider.agreement).slaId());
    sender(0)
        .send(
            orchestrator.changeRate(
                terms.terms(),
                change,
                keys.key(CONSUMER).sign(data).toBytes(),
                keys.key(provider.key).sign(data).toBytes()));
    return change.fromEpoch();
  }

  private static OfferTerms offerOf(Provider provider, long now) {
    return new OfferTerms(
        provider.id,
        MARKET,
        RATE.shiftLeft(10),
        BigInteger.ZERO,
        CAPACITY,
        1,
        1,
        1_000_000,
        EPOCH * 10,
        0,
        Bytes32.ZERO,
        Bytes32.ZERO,
        now + 600,
        0,
        BigInteger.ONE);
  }

  private void commit(Provider provider) {
    var revision =
        new Revision(
            provider.agreement, provider.node.root(), provider.node.leaves(), 1, TreeHash.STANDARD);
    var data = revision.typedData(contracts.possession().domain());
    PrivateKey consumer = keys.key(CONSUMER);
    PrivateKey node = keys.key(provider.key);
    sender(provider.key)
        .send(
            contracts
                .possession()
                .commit(revision, consumer.sign(data).toBytes(), node.sign(data).toBytes()));
  }

  void withdraw(Provider provider) {
    sender(provider.key).send(contracts.orchestrator().withdrawEarnings(provider.id, MARKET));
  }

  @Override
  public void close() {
    reporters.forEach(Reporter::close);
    rpc.close();
    anvil.close();
  }
}
