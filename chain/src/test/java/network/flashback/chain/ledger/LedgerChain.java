package network.flashback.chain.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.JsonRpc.Request;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.RevertedException;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;

/// The real contracts on an anvil whose clock stands still unless it is moved: several steps may
/// fall into one second. The possession verifier and the quality oracle are deployed, but their
/// verbs are called in their names, so that any order of them can be tried; seeds are real.
final class LedgerChain implements AutoCloseable {
  static final int PROVIDERS = 4;
  static final int CONSUMERS = 2;
  static final int STRANGER = 7;
  static final int FUND = 200;
  static final int SPLITTER = 201;

  static final int VERIFIER = 300;
  static final int ORACLE = 301;
  static final int ARBITRATION = 302;

  private static final int FIRST_OWNER = 3;
  private static final int FIRST_PAYOUT = 100;

  private static final long BIRTH = 1_900_000_000;
  private static final BigInteger STAKE = BigInteger.TEN.pow(13);
  private static final BigInteger CASH = BigInteger.TEN.pow(22);
  private static final String GAS_LIMIT = "0x7a1200";
  private static final String ETHER = "0x56bc75e2d63100000";

  /// What a call came to: the error that refused it, or what it returned.
  record Answer(Optional<String> error, Bytes returned) {}

  final Contracts contracts;
  final Schedule schedule;
  private final Anvil anvil;
  private final JsonRpc rpc;
  private final Chain chain;
  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final BlsBn254.Secret drand = BlsBn254.Secret.ofDevelopmentBeacon();
  private final Map<Long, Bytes> signatures = new HashMap<>();
  private final Map<Integer, Address> addresses = new HashMap<>();
  private String snapshot = "";

  LedgerChain() throws IOException {
    this(Anvil.Options.FRESH);
  }

  LedgerChain(Anvil.Options options) throws IOException {
    anvil = Anvil.start(Anvil.program(), options, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var plain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    rpc.call("evm_setNextBlockTimestamp", BIRTH);
    rpc.call("evm_mine");
    contracts =
        Contracts.connect(plain, new ContractDeployer(plain, sender(plain, 0)).deploy(plan()));
    chain = contracts.chain();
    schedule = contracts.orchestrator().schedule();
    nameAccounts();
    endow();
    rpc.call("evm_setAutomine", false);
    snapshot = rpc.call("evm_snapshot").asText();
  }

  private DeploymentPlan plan() {
    var key = BlsBn254.Secret.ofDevelopmentBeacon().publicKey().toArray();
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      words.add(Bytes32.of(key, 32 * i).toInteger());
    }
    var usual = DeploymentPlan.development(BIRTH, 1_000, words, BIRTH, keys.key(0).address());
    return new DeploymentPlan(
        // Four different lengths, so that no rule can take one for another.
        new Schedule(BIRTH, 1_000, 260, 430, 310),
        1_500,
        2_700,
        3_600,
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

  private TransactionSender sender(Chain on, int account) {
    return new TransactionSender(
        on, keys.key(account), SendingPolicy.DEVELOPMENT, InstantSource.system());
  }

  private void nameAccounts() {
    for (int account = 0; account <= STRANGER; account++) {
      addresses.put(account, keys.key(account).address());
    }
    for (int provider = 1; provider <= PROVIDERS; provider++) {
      addresses.put(payoutOf(provider), Address.of(Bytes32.of(0xba00 + provider)));
    }
    addresses.put(FUND, contracts.fund());
    addresses.put(SPLITTER, contracts.feeSplitter().address());
    addresses.put(VERIFIER, contracts.possession().contract().address());
    addresses.put(ORACLE, contracts.quality().contract().address());
    addresses.put(ARBITRATION, contracts.arbitration().address());
    for (int module : List.of(VERIFIER, ORACLE, ARBITRATION)) {
      rpc.call("anvil_impersonateAccount", address(module).toString());
      rpc.call("anvil_setBalance", address(module).toString(), ETHER);
    }
  }

  private void endow() {
    var token = contracts.token(token());
    var deployer = sender(chain, 0);
    for (int consumer = 1; consumer <= CONSUMERS; consumer++) {
      deployer.send(token.mint(address(consumer), CASH));
      sender(chain, consumer).send(token.approve(contracts.orchestrator().address(), CASH));
    }
    for (int provider = 1; provider <= PROVIDERS; provider++) {
      int owner = ownerOf(provider);
      var theirs = sender(chain, owner);
      theirs.send(
          contracts
              .registry()
              .register(
                  Registry.DIRECT,
                  address(payoutOf(provider)),
                  address(owner),
                  Bytes32.ZERO,
                  "https://node.example"));
      deployer.send(token.mint(address(owner), STAKE));
      theirs.send(token.approve(contracts.stakes().address(), STAKE));
      theirs.send(contracts.stakes().stake(provider, token(), STAKE));
    }
  }

  static int ownerOf(long provider) {
    return FIRST_OWNER + (int) provider - 1;
  }

  static int payoutOf(long provider) {
    return FIRST_PAYOUT + (int) provider;
  }

  Address address(int account) {
    return java.util.Objects.requireNonNull(addresses.get(account));
  }

  PrivateKey key(int account) {
    return keys.key(account);
  }

  Address token() {
    return contracts.deployment().address("TestDollar");
  }

  /// As it was when everything was endowed, and a model of the same.
  LedgerModel fresh() {
    rpc.call("evm_revert", snapshot);
    snapshot = rpc.call("evm_snapshot").asText();
    var orchestrator = contracts.orchestrator();
    var rules =
        new Rules(
            orchestrator.startSeconds(),
            orchestrator.noticeSeconds(),
            orchestrator.offerLifeSeconds(),
            orchestrator.market(LedgerModel.MARKET).feeBps(),
            DeploymentPlan.development(0, 1_000, words(), 0, address(0))
                .stakeThresholds()
                .getFirst());
    var model = new LedgerModel(rules, new Clock(schedule, now()));
    for (int consumer = 1; consumer <= CONSUMERS; consumer++) {
      model.till.wallets.add(consumer, CASH);
    }
    for (long provider = 1; provider <= PROVIDERS; provider++) {
      model.stakes.free.add(provider, STAKE);
    }
    return model;
  }

  private static List<BigInteger> words() {
    return List.of(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
  }

  private long now() {
    return chain.head().timestamp().getEpochSecond();
  }

  /// The signature of the drand round that seeds an epoch.
  Bytes seedSignature(long epoch) {
    return signatures.computeIfAbsent(
        epoch, which -> drand.sign(contracts.beacon().roundOf(which)));
  }

  void moveTo(long unixSecond) {
    rpc.call("evm_setNextBlockTimestamp", unixSecond);
    rpc.call("evm_mine");
  }

  /// Asks first, which names the error of what is refused; what is not, is done within the same
  /// second.
  Answer perform(int from, Call call, long unixSecond) {
    Bytes returned;
    try {
      returned = chain.call(call, Optional.of(address(from)), BlockTag.LATEST);
    } catch (RevertedException refused) {
      var error = refused.failure().map(failure -> failure.name()).orElseGet(refused::reason);
      return new Answer(Optional.of(error), Bytes.EMPTY);
    }
    Map<String, Object> transaction = new LinkedHashMap<>();
    transaction.put("from", address(from).toString());
    transaction.put("to", call.to().orElseThrow().toString());
    transaction.put("input", call.input().toString());
    transaction.put("gas", GAS_LIMIT);
    var hash = Bytes32.fromHex(rpc.call("eth_sendTransaction", transaction).asText());
    moveTo(unixSecond);
    if (!chain.receipt(hash).orElseThrow().succeeded()) {
      return new Answer(Optional.of("succeeds when asked, but not when done"), Bytes.EMPTY);
    }
    return new Answer(Optional.empty(), returned);
  }

  /// The answers to all calls, at the newest block.
  List<Bytes> ask(List<Call> calls) {
    List<Request> requests = new ArrayList<>();
    for (var call : calls) {
      var to = call.to().orElseThrow().toString();
      requests.add(
          Request.of("eth_call", Map.of("to", to, "input", call.input().toString()), "latest"));
    }
    return rpc.batch(requests).stream().map(answer -> Bytes.fromHex(answer.asText())).toList();
  }

  @Override
  public void close() {
    rpc.close();
    anvil.close();
  }
}
