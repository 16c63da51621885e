package network.flashback.app.dispute;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import network.flashback.app.development.FakeDrand;
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
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.Wei;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.evm.possession.TreeHash;

/// A deployment on a chain whose time passes when the test says so, with one agreement of which one
/// epoch is over: a hundredth of a dollar a second, ten dollars of collateral, three arbitrators.
final class DisputedMarket implements AutoCloseable {
  static final int CONSUMER = 1;
  static final int OWNER = 2;
  static final int NODE = 3;
  static final int GATEWAY = 4;
  static final int[] ARBITRATORS = {5, 6, 7};
  static final long EPOCH_SECONDS = 600;

  /// Three of the development chain's days, which are epochs.
  static final long STEP_SECONDS = 3 * EPOCH_SECONDS;

  static final BigInteger DOLLAR = BigInteger.valueOf(1_000_000);

  private static final long BEFORE_GENESIS = 1_000;
  private static final long CAPACITY = 1 << 20;
  private static final BigInteger RATE = BigInteger.valueOf(10_000).shiftLeft(32);
  private static final SendingPolicy POLICY =
      new SendingPolicy(Wei.gwei(500), 5, 1, 25, Duration.ofMillis(5), Duration.ofMinutes(1));

  final Contracts contracts;
  final Address dollar;
  final AgreementId agreement;
  final Bytes32 slaId;

  /// First epoch of the agreement.
  final long epoch;

  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final long provider;
  private final Signed revision;

  /// What both sides signed of the bytes.
  record Signed(Revision revision, Signature consumer, Signature provider) {}

  DisputedMarket() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    long genesis = chain.head().timestamp().getEpochSecond() + BEFORE_GENESIS;
    var plan =
        DeploymentPlan.development(
                genesis,
                EPOCH_SECONDS,
                List.of(FakeDrand.publicKeyWords()),
                genesis,
                keys.key(0).address())
            .servedBy(
                IntStream.of(ARBITRATORS).mapToObj(this::address).toList(), keys.key(9).address());
    var deployer = new TransactionSender(chain, keys.key(0), POLICY, InstantSource.system());
    contracts = Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan));
    dollar = contracts.deployment().address("TestDollar");
    provider = registered();
    pass(BEFORE_GENESIS);
    slaId = opened();
    agreement = contracts.lens().sla(slaId).agreements().getFirst().id();
    revision = committed();
    epoch = contracts.orchestrator().agreement(agreement).startEpoch();
    pass(2 * EPOCH_SECONDS);
  }

  private long registered() {
    var registry = contracts.registry();
    var call =
        registry.register(
            Registry.DIRECT,
            Address.of(Bytes32.of(0x7000)),
            address(NODE),
            Bytes32.of(1),
            "https://node.example");
    long id = registry.registeredId(sender(OWNER).send(call));
    var stake = DOLLAR.multiply(BigInteger.valueOf(100_000));
    endow(OWNER, stake);
    sender(OWNER).send(contracts.token(dollar).approve(contracts.stakes().address(), stake));
    sender(OWNER).send(contracts.stakes().stake(id, dollar, stake));
    return id;
  }

  /// The keystore of a key, written below the folder when it is first asked for.
  Path keystore(Path folder, int key) throws IOException {
    var directory = folder.resolve("wallet-" + key);
    var keystore = directory.resolve("keystore.json");
    if (!Files.exists(directory)) {
      Files.createDirectory(directory);
      var random = new SecureRandom();
      var passphrase = Passphrase.createKeyFile(directory.resolve("key.pass"), random);
      Keystore.write(keystore, key(key), passphrase, ScryptCost.LIGHT, random);
    }
    return keystore;
  }

  private Bytes32 opened() {
    var orchestrator = contracts.orchestrator();
    var offer = offer();
    var sla = sla(offer);
    endow(CONSUMER, sla.total());
    sender(CONSUMER).send(contracts.token(dollar).approve(orchestrator.address(), sla.total()));
    sender(CONSUMER).send(orchestrator.open(sla, List.of(offer)));
    return sla.hash(orchestrator.domain());
  }

  private Signed committed() {
    var possession = contracts.possession();
    var empty = new Revision(agreement, Bytes32.ZERO, 0, 1, TreeHash.STANDARD);
    var data = empty.typedData(possession.domain());
    var both = new Signed(empty, keys.key(CONSUMER).sign(data), keys.key(NODE).sign(data));
    var commit = possession.commit(empty, both.consumer().toBytes(), both.provider().toBytes());
    sender(NODE).send(commit);
    return both;
  }

  private SignedOffer offer() {
    var offer =
        new OfferTerms(
            provider,
            1,
            RATE.shiftLeft(10),
            BigInteger.ZERO,
            CAPACITY,
            1,
            1,
            100_000_000,
            EPOCH_SECONDS,
            0,
            Bytes32.ZERO,
            Bytes32.ZERO,
            now() + 3_000,
            0,
            BigInteger.ONE);
    var data = offer.typedData(contracts.orchestrator().domain());
    return new SignedOffer(offer, keys.key(NODE).sign(data).toBytes());
  }

  private SlaTerms sla(SignedOffer offer) {
    var schedule = contracts.orchestrator().schedule();
    var hash = offer.offer().hash(contracts.orchestrator().domain());
    var deposit = DOLLAR.multiply(BigInteger.valueOf(60));
    var collateral = DOLLAR.multiply(BigInteger.TEN);
    var leg = new LegTerms(provider, hash, CAPACITY, RATE, deposit, DOLLAR, collateral);
    return new SlaTerms(
        address(CONSUMER),
        1,
        1,
        1,
        now() + EPOCH_SECONDS - 60,
        schedule.startOf(schedule.epochAt(now()) + 5),
        RATE,
        0,
        DOLLAR,
        List.of(),
        List.of(leg),
        Bytes32.ZERO,
        BigInteger.ONE);
  }

  java.net.URI rpcAddress() {
    return anvil.rpc();
  }

  long provider() {
    return provider;
  }

  Signed revision() {
    return revision;
  }

  PrivateKey key(int index) {
    return keys.key(index);
  }

  Address address(int index) {
    return keys.key(index).address();
  }

  TransactionSender sender(int index) {
    return new TransactionSender(
        contracts.chain(), keys.key(index), POLICY, InstantSource.system());
  }

  /// Mints test dollars.
  void endow(int index, BigInteger amount) {
    sender(0).send(contracts.token(dollar).mint(address(index), amount));
  }

  BigInteger balance(int index) {
    return contracts.token(dollar).balanceOf(address(index));
  }

  long now() {
    return contracts.chain().head().timestamp().getEpochSecond();
  }

  void pass(long seconds) {
    rpc.call("evm_increaseTime", seconds);
    rpc.call("evm_mine");
  }

  /// The seed that draws the panel, as soon as its epoch is over.
  void postSeed(long seatEpoch) {
    long ends = contracts.orchestrator().schedule().startOf(seatEpoch + 1);
    pass(Math.max(1, ends + 1 - now()));
    var beacon = contracts.beacon();
    var signature = BlsBn254.Secret.ofDevelopmentBeacon().sign(beacon.roundOf(seatEpoch));
    sender(0).send(beacon.post(seatEpoch, signature));
  }

  @Override
  public void close() {
    rpc.close();
    anvil.close();
  }
}
