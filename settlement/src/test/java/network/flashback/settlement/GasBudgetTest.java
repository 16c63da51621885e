package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import network.flashback.chain.BlockTag;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.evm.Wei;
import network.flashback.http.HealthCheck.Health;
import network.flashback.settlement.ledger.GasBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Settling on a chain whose price of gas rises, and that leaves transactions out: on the real
/// contracts, at the moment at which an epoch's seed is due.
class GasBudgetTest {
  // Posting the first seed takes about 290,000 gas: at 1 gwei, 0.0003 coins.
  private static final Wei BUDGET = Wei.gwei(5_000_000);
  private static final Wei CHEAP = Wei.gwei(1);
  private static final Wei DEAR = Wei.gwei(300);
  private static final int MINED_IN_VAIN = 12;

  private final GasBudget budget = GasBudget.of(BUDGET);
  private SimulatedMarket market;
  private SimulatedEpoch epoch;
  private TransactionSender sender;
  private Settlements runner;

  @BeforeEach
  void begin() throws Exception {
    market = new SimulatedMarket(new Random(1));
    epoch = new SimulatedEpoch(market);
    epoch.bringTo(0);
    sender = impatient();
    runner = market.runner(market.contracts, sender, SettlementObserver.NONE, budget);
  }

  @AfterEach
  void end() {
    market.close();
  }

  // It gives a transaction up at once when nothing is mined meanwhile.
  private TransactionSender impatient() {
    return new TransactionSender(
        market.contracts.chain(),
        market.chain.key(SimulatedMarket.runner(0)),
        new SendingPolicy(Wei.gwei(500), 2, 1, 25, Duration.ofMillis(2), Duration.ofMillis(300)),
        InstantSource.system());
  }

  private void mineAt(Wei baseFee) {
    market.chain.rpc.call("anvil_setNextBlockBaseFeePerGas", "0x" + baseFee.amount().toString(16));
    market.chain.mine(1);
  }

  private boolean isSeeded() {
    return market.contracts.beacon().seededAtOf(1) != 0;
  }

  private long sent() {
    return market.contracts.chain().transactionCount(sender.address(), BlockTag.LATEST);
  }

  private void requireWaiting() {
    assertThat(runner.check()).isInstanceOf(Health.Unhealthy.class);
    assertThat(budget.isWaiting()).isTrue();
    assertThat(isSeeded()).isFalse();
    assertThat(sent()).isZero();
  }

  private void requireSeeded() {
    assertThat(isSeeded()).isTrue();
    assertThat(runner.check()).isInstanceOf(Health.Healthy.class);
    assertThat(budget.isWaiting()).isFalse();
    assertThat(budget.spent()).isGreaterThan(Wei.ZERO).isLessThanOrEqualTo(BUDGET);
  }

  @Test
  void whatIsDearerThanTheEpochsBudgetWaitsUntilThePriceFalls() throws Exception {
    mineAt(DEAR);
    runner.look();
    requireWaiting();

    mineAt(CHEAP);
    runner.look();
    requireSeeded();
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void aStuckTransactionIsReplacedWithinTheBudgetAndNothingIsSentBehindIt() throws Exception {
    market.chain.rpc.call("evm_setAutomine", false);
    mineAt(CHEAP);
    runner.look();
    requireWaiting();
    for (int block = 0; block < MINED_IN_VAIN; block++) {
      mineAt(DEAR);
      if (block % 4 == 0) {
        runner.look();
      }
    }
    requireWaiting();
    assertThat(market.contracts.chain().transactionCount(sender.address(), BlockTag.PENDING))
        .as("on their way")
        .isLessThanOrEqualTo(1);

    mineAt(CHEAP);
    mineAt(CHEAP);
    market.chain.rpc.call("evm_setAutomine", true);
    runner.look();
    requireSeeded();
  }

  @Test
  void aTransactionThatTheNodeForgotIsSentAgain() throws Exception {
    market.chain.rpc.call("evm_setAutomine", false);
    runner.look();
    requireWaiting();
    market.chain.rpc.call("anvil_dropAllTransactions");
    market.chain.rpc.call("evm_setIntervalMining", 1);
    for (int look = 0; look < 20 && !isSeeded(); look++) {
      runner.look();
    }
    market.chain.rpc.call("evm_setIntervalMining", 0);
    market.chain.rpc.call("evm_setAutomine", true);
    runner.look();
    requireSeeded();
  }

  @Test
  void aProgramThatStartsAnewWaitsForWhatItsPredecessorLeftStuck() throws Exception {
    market.chain.rpc.call("evm_setAutomine", false);
    runner.look();
    requireWaiting();
    sender = impatient();
    runner = market.runner(market.contracts, sender, SettlementObserver.NONE, budget);
    runner.look();
    assertThat(market.contracts.chain().transactionCount(sender.address(), BlockTag.PENDING))
        .as("the predecessor's alone")
        .isEqualTo(1);

    market.chain.mine(1);
    market.chain.rpc.call("evm_setAutomine", true);
    runner.look();
    assertThat(isSeeded()).isTrue();
    assertThat(runner.check()).isInstanceOf(Health.Healthy.class);
  }

  @Test
  void aUsedUpBudgetComesBackWithTheNextEpoch() throws Exception {
    var little = GasBudget.of(Wei.gwei(10));
    var poor = market.runner(market.contracts, sender, SettlementObserver.NONE, little);
    mineAt(CHEAP);
    poor.look();
    assertThat(little.isWaiting()).isTrue();
    assertThat(isSeeded()).isFalse();

    runner.look();
    var spent = budget.spent();
    assertThat(spent).isGreaterThan(Wei.ZERO);
    market.chain.moveTo(market.chain.schedule.startOf(3));
    runner.look();
    assertThat(budget.spent()).as("of an epoch of its own").isNotEqualTo(spent);
  }
}
