package network.flashback.app.dispute;

import static network.flashback.app.dispute.DisputedMarket.CONSUMER;
import static network.flashback.app.dispute.DisputedMarket.DOLLAR;
import static network.flashback.app.dispute.DisputedMarket.EPOCH_SECONDS;
import static network.flashback.app.dispute.DisputedMarket.GATEWAY;
import static network.flashback.app.dispute.DisputedMarket.NODE;
import static network.flashback.app.dispute.DisputedMarket.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.flashback.app.command.FlashbackCommand;
import network.flashback.chain.Call;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.settlement.statement.StatementReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Leaving with nothing but a chain and the command line: no platform, no gateway, no reporter and
/// no beacon runs here, and a guardian pauses what it can.
class LeavingTest {
  /// A production week, in epochs.
  private static final long WEEK_SECONDS = 7 * EPOCH_SECONDS;

  /// What the contract waits for a beacon at most, on every chain.
  private static final long EIGHT_DAYS = 8 * 86_400;

  /// Between the two calls of a fallback seed.
  private static final int BLOCKS_APART = 66;

  private static final int GUARDIAN = 8;
  private static final BigInteger EPOCH_PAY = DOLLAR.multiply(BigInteger.valueOf(6));
  private static final BigInteger LOCKED = DOLLAR.multiply(BigInteger.valueOf(62));

  @TempDir Path folder;

  private DisputedMarket market;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    market = new DisputedMarket();
    market.contracts.deployment().write(folder.resolve("deployment.json"));
    everythingThatCanBePausedIsPaused();
  }

  @AfterEach
  void stop() {
    market.close();
  }

  @Test
  void bothSidesLeaveWithTheirUndisputedMoney() throws Exception {
    requireDone(CONSUMER, "agreement", "notice", id());
    assertThat(out.toString()).contains("ends with epoch");
    long end = agreement().endEpoch();
    market.pass(market.contracts.orchestrator().schedule().startOf(end) - market.now() + 1);
    requireRefused(GATEWAY, "can be ended from", "agreement", "end", id());

    market.pass(WEEK_SECONDS);
    for (long epoch = market.epoch; epoch < end; epoch++) {
      seed(epoch);
      // The node goes on, and needs nobody but the chain for it: its unit is empty.
      var proof = market.contracts.possession().audit(market.provider(), epoch, List.of());
      market.sender(NODE).send(proof);
    }
    requireDone(GATEWAY, "agreement", "settle", id());
    assertThat(out.toString()).contains(" settled, up to ");
    requireDone(GATEWAY, "provider", "withdraw", provider());
    requireDone(GATEWAY, "agreement", "end", id());
    assertThat(out.toString()).contains("agreement " + id() + " is closed");
    requireDone(CONSUMER, "sla", "withdraw");

    var gross = EPOCH_PAY.multiply(BigInteger.valueOf(end - market.epoch));
    var payout = market.contracts.registry().payoutOf(market.provider());
    var token = market.contracts.token(market.dollar);
    assertThat(token.balanceOf(payout))
        .as("pay of all epochs, without the fee of 2 %")
        .isEqualTo(gross.subtract(gross.divide(BigInteger.valueOf(50))));
    assertThat(market.balance(CONSUMER)).isEqualTo(LOCKED.subtract(gross));
    assertThat(new StatementReader(market.contracts).of(market.slaId).differences()).isEmpty();
    requireStakeLeaves();
  }

  /// Nobody posts any seed: what was never confirmed is not paid, and nobody is slashed for it.
  @Test
  void withoutABeaconTheDepositComesBackAfterEightDays() throws Exception {
    requireDone(OWNER, "agreement", "notice", id());
    long end = market.contracts.orchestrator().schedule().startOf(agreement().endEpoch());
    market.pass(end + EIGHT_DAYS - market.now() - 5);
    requireRefused(CONSUMER, "can be ended from", "agreement", "end", id());
    market.pass(10);
    requireDone(CONSUMER, "agreement", "end", id());
    requireDone(CONSUMER, "sla", "withdraw");

    assertThat(market.balance(CONSUMER)).isEqualTo(LOCKED);
    var stake = market.contracts.stakes().stakeOf(market.provider(), market.dollar);
    assertThat(stake.committed()).as("nothing was slashed").isZero();
    assertThat(stake.free()).isEqualTo(DOLLAR.multiply(BigInteger.valueOf(100_000)));
    requireRefused(CONSUMER, "there is nothing to end", "agreement", "end", id());
    requireRefused(GATEWAY, "has something to settle", "agreement", "settle", id());
    requireRefused(GATEWAY, "has no earnings in market 1", "provider", "withdraw", provider());
    requireRefused(CONSUMER, "Nothing is owed to", "sla", "withdraw");
  }

  @Test
  void whoeverMayNotOrIsTooEarlyLearnsWhoMayAndWhen() throws Exception {
    requireRefused(GATEWAY, "one of these two gives notice", "agreement", "notice", id());
    requireRefused(GATEWAY, "Only its owner can take its stake", "provider", "unstake", provider());
    requireRefused(OWNER, "stake unbonds. Leave", "provider", "unstake", provider(), "--complete");
    requireRefused(GATEWAY, "There is no provider 77", "provider", "withdraw", "77");
    long running = market.contracts.orchestrator().schedule().epochAt(market.now());
    requireRefused(GATEWAY, "its seed comes after that", "seed", Long.toString(running));
    // The second in which it ended is not behind it yet.
    market.pass(2);
    requireRefused(GATEWAY, "takes a fallback seed, from", "seed", Long.toString(market.epoch));
    requireDone(GATEWAY, "agreement", "settle", id());
    assertThat(out.toString()).contains("nothing more is confirmed and final yet");
    assertThat(agreement().state()).isEqualTo(AgreementState.ACTIVE);

    assertThat(run("agreement", "show")).isEqualTo(1);
    assertThat(err.toString()).contains("Nothing was named");
    assertThat(run("agreement", "show", "--provider", provider())).isZero();
    assertThat(out.toString()).contains("agreement " + id()).contains("active").contains("10.00");
    requireDone(CONSUMER, "agreement", "notice", id());
    requireRefused(CONSUMER, "only an active one takes notice", "agreement", "notice", id());
  }

  /// In two runs; then never again.
  private void seed(long epoch) throws IOException {
    requireDone(GATEWAY, "seed", Long.toString(epoch));
    assertThat(out.toString()).contains("a block to come is named");
    for (int block = 0; block < BLOCKS_APART; block++) {
      market.pass(1);
    }
    requireDone(GATEWAY, "seed", Long.toString(epoch));
    assertThat(out.toString()).contains("epoch " + epoch + " has its seed");
    requireRefused(GATEWAY, "never replaced", "seed", Long.toString(epoch));
  }

  private void requireStakeLeaves() throws IOException {
    requireDone(OWNER, "provider", "unstake", provider());
    requireRefused(OWNER, "can be taken from", "provider", "unstake", provider(), "--complete");
    market.pass(30 * EPOCH_SECONDS + 1);
    requireDone(OWNER, "provider", "unstake", provider(), "--complete");
    assertThat(market.balance(OWNER)).isEqualTo(DOLLAR.multiply(BigInteger.valueOf(100_000)));
  }

  /// A vote names a guardian, and it pauses at once.
  private void everythingThatCanBePausedIsPaused() {
    var registry = market.contracts.registry();
    order(registry.contract().callOf("setGuardian", market.address(GUARDIAN)));
    market.sender(GUARDIAN).send(registry.pauseOpenings());
    assertThat(registry.pause().until()).isGreaterThan(market.now());
  }

  private void order(Call call) {
    var timelock = market.contracts.deployment().address("Timelock").toString();
    try (var rpc = new JsonRpc(market.rpcAddress(), RetryPolicy.STANDARD)) {
      rpc.call("anvil_impersonateAccount", timelock);
      rpc.call("anvil_setBalance", timelock, "0xde0b6b3a7640000");
      rpc.call(
          "eth_sendTransaction",
          Map.of(
              "from", timelock,
              "to", call.to().orElseThrow().toString(),
              "input", call.input().toString()));
    }
  }

  private AgreementView agreement() {
    return market.contracts.orchestrator().agreement(market.agreement);
  }

  private String id() {
    return market.agreement.toString();
  }

  private String provider() {
    return Long.toString(market.provider());
  }

  private void requireDone(int key, String... words) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run(key, words)).as(err.toString()).isZero();
  }

  private void requireRefused(int key, String why, String... words) throws IOException {
    err.getBuffer().setLength(0);
    assertThat(run(key, words)).isEqualTo(1);
    assertThat(err.toString()).contains(why);
  }

  private int run(int key, String... words) throws IOException {
    var wallet = market.keystore(folder, key).toString();
    return run(Stream.concat(Stream.of(words), Stream.of("--key", wallet)).toArray(String[]::new));
  }

  private int run(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--rpc", market.rpcAddress().toString()));
    all.addAll(List.of("--deployment", folder.resolve("deployment.json").toString()));
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
