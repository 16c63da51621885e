package network.flashback.settlement;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.Receipt;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.RevertedException;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;

/// The real contracts on an anvil whose clock goes on by a second for each block and is moved
/// otherwise as it is told, so that an epoch takes as long as what happens in it.
final class SimulatedChain implements AutoCloseable {
  static final long EPOCH_SECONDS = 10_000;
  static final int DEPLOYER = 0;
  static final int MARKET = 1;

  static final SendingPolicy SENDING =
      new SendingPolicy(Wei.gwei(500), 2, 1, 25, Duration.ofMillis(2), Duration.ofMinutes(1));

  private static final long BIRTH = 1_900_000_000;
  private static final long GAS_LIMIT = 8_000_000;
  private static final String ETHER = "0x56bc75e2d63100000";

  final Contracts contracts;
  final Schedule schedule;
  final Anvil anvil;
  final JsonRpc rpc;
  private final Chain chain;
  private final DevelopmentKeys keys = DevelopmentKeys.forChain(DevelopmentKeys.CHAIN_ID);
  private final BlsBn254.Secret drand = BlsBn254.Secret.ofDevelopmentBeacon();
  private final Map<Long, Bytes> signatures = new HashMap<>();
  private final Map<Integer, TransactionSender> senders = new HashMap<>();

  /// Rounds for which the beacon is silent.
  final Set<Long> silentRounds = new HashSet<>();

  SimulatedChain() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH.with("--accounts", "16"), line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    chain = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    rpc.call("evm_setNextBlockTimestamp", BIRTH);
    rpc.call("evm_mine");
    rpc.call("anvil_setBlockTimestampInterval", 1);
    var deployer = new TransactionSender(chain, key(DEPLOYER), SENDING, InstantSource.system());
    contracts = Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan()));
    schedule = contracts.orchestrator().schedule();
  }

  private DeploymentPlan plan() {
    var beacon = drand.publicKey().toArray();
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      words.add(Bytes32.of(beacon, 32 * i).toInteger());
    }
    return DeploymentPlan.development(BIRTH, EPOCH_SECONDS, words, BIRTH, address(DEPLOYER));
  }

  PrivateKey key(int account) {
    return keys.key(account);
  }

  Address address(int account) {
    return key(account).address();
  }

  Address dollar() {
    return contracts.deployment().address("TestDollar");
  }

  /// The one sender of an account, until the chain goes back to a snapshot.
  TransactionSender sender(int account) {
    return senders.computeIfAbsent(account, this::freshSender);
  }

  /// As a program that starts anew has it.
  TransactionSender freshSender(int account) {
    return new TransactionSender(contracts.chain(), key(account), SENDING, InstantSource.system());
  }

  Receipt send(int account, Call call) {
    return sender(account).submit(call, GAS_LIMIT).await();
  }

  /// Does it unless the contracts refuse; the name of the error with which they do.
  Optional<String> attempt(int account, Call call) {
    return attempt(address(account), call, () -> send(account, call));
  }

  /// The same in the name of a contract.
  Optional<String> attempt(Address contract, Call call) {
    // Each time: going back to a snapshot takes the coins away again.
    rpc.call("anvil_impersonateAccount", contract.toString());
    rpc.call("anvil_setBalance", contract.toString(), ETHER);
    return attempt(contract, call, () -> sendAs(contract, call));
  }

  private Optional<String> attempt(Address from, Call call, Runnable deed) {
    try {
      contracts.chain().call(call, Optional.of(from), BlockTag.LATEST);
      deed.run();
      return Optional.empty();
    } catch (RevertedException refused) {
      return Optional.of(
          refused.failure().map(failure -> failure.name()).orElseGet(refused::reason));
    }
  }

  private void sendAs(Address contract, Call call) {
    Map<String, Object> transaction = new LinkedHashMap<>();
    transaction.put("from", contract.toString());
    transaction.put("to", call.to().orElseThrow().toString());
    transaction.put("input", call.input().toString());
    transaction.put("gas", "0x7a1200");
    var hash = Bytes32.fromHex(rpc.call("eth_sendTransaction", transaction).asText());
    while (contracts.chain().receipt(hash).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  /// A rate and money for those who post seeds, as a vote would give them.
  void repaySeeds() {
    var bounty = contracts.bounty();
    send(DEPLOYER, contracts.token(dollar()).mint(bounty.address(), BigInteger.TEN.pow(12)));
    var timelock = contracts.deployment().address("Timelock");
    attempt(timelock, bounty.contract().callOf("setRate", BigInteger.TEN.pow(10)))
        .ifPresent(
            error -> {
              throw new IllegalStateException("No rate for seeds: " + error);
            });
  }

  /// The development beacon, where it is not silent.
  Seeds beacon() {
    return round -> {
      if (silentRounds.contains(round)) {
        throw new IOException("the beacon is silent");
      }
      synchronized (signatures) {
        return Optional.of(Objects.requireNonNull(signatures.computeIfAbsent(round, drand::sign)));
      }
    };
  }

  long now() {
    return chain.head().timestamp().getEpochSecond();
  }

  long epoch() {
    return schedule.epochAt(now());
  }

  void mine(int blocks) {
    rpc.call("anvil_mine", "0x" + Integer.toHexString(blocks));
  }

  /// Does nothing when that second has passed.
  void moveTo(long unixSecond) {
    if (unixSecond > now()) {
      rpc.call("evm_setNextBlockTimestamp", unixSecond);
      rpc.call("evm_mine");
    }
  }

  String snapshot() {
    return rpc.call("evm_snapshot").asText();
  }

  /// Back to a snapshot, which is used up by it.
  void revert(String snapshot) {
    rpc.call("evm_revert", snapshot);
    senders.clear();
  }

  /// Something that is done on a branch of the chain.
  interface Deed {
    void happen() throws Exception;
  }

  /// Reorganises: the chain takes up a branch of some blocks, on which something is done, and
  /// leaves it for a longer one, on which it was not.
  ///
  /// @param blocks of the branch before what is done
  /// @return how deep the reorganisation was, blocks
  int leaveBranch(int blocks, Deed deed) throws Exception {
    String before = snapshot();
    long from = chain.height();
    mine(Math.max(1, blocks));
    deed.happen();
    int depth = Math.toIntExact(chain.height() - from);
    revert(before);
    // Another second, so that no block of the one branch is on the other.
    rpc.call("evm_setNextBlockTimestamp", now() + 2);
    mine(depth + 1);
    return depth;
  }

  @Override
  public void close() {
    rpc.close();
    anvil.close();
  }
}
