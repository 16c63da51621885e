package network.flashback.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.flashback.acceptance.GoldenFile;
import network.flashback.chain.contract.AgreementState;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.PenaltyTable;
import network.flashback.domain.quality.PenaltyTable.MissConsequence;
import network.flashback.domain.quality.QualityMeasured;
import network.flashback.domain.quality.QualityTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real nodes, reporters, settlement runs and contracts, with the times of production, while disks,
/// networks, clocks, consumers, reporters, the chain and the platform fail. What it cost whom is
/// read from the chain and compared with the published penalties.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("deep")
@Isolated("Reporters measure how soon nodes answer: beside other networks all of them are slow.")
class FaultTableTest {
  private static final long SEED = 20_261_123;
  private static final PenaltyTable TABLE = PenaltyTable.VERSION_1;
  private static final Token DOLLAR = Token.micro("tUSD");
  private static final Duration AT_ONCE = Duration.ofMinutes(10);

  private FaultRun run;

  @BeforeAll
  void tell(@TempDir Path directory) throws Exception {
    System.out.println("seed of the faults: " + SEED);
    run = new FaultRun(directory, SEED);
    run.tell();
  }

  @AfterAll
  void stop() throws Exception {
    run.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "NONE_EITHER", "SILENT_CONSUMER"})
  void whoeverKeepsWhatItPromisedIsPaidForEveryEpoch(Fault fault) {
    var account = new FaultAccount(run, fault);
    assertThat(account.slashes()).isEmpty();
    assertThat(account.creditedEpochs()).isEmpty();
    assertThat(account.line().streamed()).isEqualTo(epochs(FaultMarket.END - FaultMarket.FIRST));
  }

  @Test
  void aLostDiskIsMissedUntilItIsABreach() {
    var account = new FaultAccount(run, Fault.LOST_DISK);
    assertThat(account.missedEpochs()).containsExactly(2L, 3L, 4L, 5L);
    assertThat(account.slashes()).isEqualTo(published(4));
    requireSplit(account);
    assertThat(account.line().state()).isEqualTo(AgreementState.CLOSED);
    assertThat(account.line().streamed()).as("the epoch before").isEqualTo(epochs(1));
    assertThat(account.line().refunded()).isEqualTo(account.line().deposited().subtract(epochs(1)));
    assertThat(account.seenAfter())
        .isBetween(Duration.ofHours(6), Duration.ofHours(6).plus(AT_ONCE));
    assertThat(run.readingDuring(Fault.LOST_DISK)).isEqualTo(FaultyLeg.Reading.NOTHING);
  }

  @Test
  void rotThatIsRepairedTheSameDayIsProvenAndCostsWhatReportersMissed() {
    var account = new FaultAccount(run, Fault.BIT_ROT);
    assertThat(account.missedEpochs()).isEmpty();
    assertThat(account.slashes()).as("the audit found what lay there").isEmpty();
    assertThat(account.creditedEpochs()).containsExactly(FaultRun.FAILING);
    assertThat(account.paidFor(FaultRun.FAILING + 1, FaultMarket.END - 1))
        .isEqualTo(epochs(FaultMarket.END - 1 - FaultRun.FAILING));
  }

  @Test
  void whatIsSlowOrWrongOrAheadOfTimeCostsItsTierOfOneEpochsPay() {
    requireCredit(Fault.SLOW_DISK, FaultRun.FAILING, measured(10_000, 1_300, 0));
    requireCredit(Fault.WRONG_BYTES, FaultRun.FAILING, measured(10_000, 10, 10_000));
    requireCredit(Fault.CLOCK_AHEAD, FaultRun.FAILING, measured(10_000, 10, 10_000));
    requireCredit(Fault.CUT_FROM_USERS, FaultRun.FAILING, measured(0, 0, 0));
    for (var fault :
        List.of(Fault.SLOW_DISK, Fault.WRONG_BYTES, Fault.CLOCK_AHEAD, Fault.CUT_FROM_USERS)) {
      var account = new FaultAccount(run, fault);
      assertThat(account.slashes()).as("no collateral for quality").isEmpty();
      assertThat(account.creditedEpochs()).containsExactly(FaultRun.FAILING);
      assertThat(account.seenAfter()).isLessThan(AT_ONCE);
    }
  }

  @Test
  void aNodeThatIsCutOffThroughAnAuditMissesItAndIsCreditedForTheRestOfItsAbsence() {
    var account = new FaultAccount(run, Fault.CUT_FROM_ALL);
    assertThat(account.missedEpochs()).containsExactly(FaultRun.FAILING);
    assertThat(account.slashes()).isEqualTo(published(1));
    requireSplit(account);
    assertThat(account.creditedEpochs()).containsExactly(FaultRun.FAILING + 1);
    requireCredit(Fault.CUT_FROM_ALL, FaultRun.FAILING + 1, measured(8_000, 10, 0));
  }

  @Test
  void aConsumerThatSignsNothingGetsEverythingBackAndItsProviderItsCollateral() {
    var account = new FaultAccount(run, Fault.UNSIGNED);
    assertThat(account.line().state()).isEqualTo(AgreementState.VOID);
    assertThat(account.line().streamed()).isZero();
    assertThat(account.line().refunded()).isEqualTo(account.line().deposited());
    assertThat(account.slashes()).isEmpty();
    var stake =
        run.chain
            .contracts()
            .stakes()
            .stakeOf(account.line().providerId(), run.chain.dollar().address());
    assertThat(stake.committed()).isZero();
  }

  @Test
  void theObjectIsWholeThroughEveryFault() {
    for (var fault : Fault.values()) {
      if (fault != Fault.UNSIGNED) {
        assertThat(run.wasWholeDuring(fault)).as(fault.name()).isTrue();
      }
    }
    assertThat(run.readingDuring(Fault.WRONG_BYTES)).isEqualTo(FaultyLeg.Reading.DAMAGED);
    assertThat(run.readingDuring(Fault.SLOW_DISK)).isEqualTo(FaultyLeg.Reading.RIGHT);
  }

  @Test
  void anHourWithoutTheChainCostsNobodyAnything() {
    var account = new FaultAccount(run, Fault.NONE);
    var proof =
        account.line().trace().proofs().stream()
            .filter(p -> p.epoch() == FaultRun.BEFORE_OUTAGE)
            .findFirst()
            .orElseThrow();
    long end = run.chain.schedule().endOf(FaultRun.BEFORE_OUTAGE);
    assertThat(run.chain.timeOf(proof.block()).getEpochSecond() - end)
        .as("proven once the chain is back")
        .isBetween(FaultRun.OUTAGE_SECONDS, FaultRun.OUTAGE_SECONDS + AT_ONCE.toSeconds());
    assertThat(account.paidFor(FaultRun.BEFORE_OUTAGE)).isEqualTo(epochs(1));
    assertThat(run.wasWholeAt(FaultRun.Moment.OUTAGE_OF_TEN_MINUTES)).isTrue();
  }

  @Test
  void withoutAQuorumSlownessIsPaidAndEverybodyWaitsSixHoursLonger() {
    var quality = run.chain.contracts().quality();
    assertThat(quality.rootOf(FaultRun.WITHOUT_QUORUM).postedAt()).isZero();
    var slow = new FaultAccount(run, Fault.SLOW_DISK);
    assertThat(slow.paidFor(FaultRun.WITHOUT_QUORUM)).isEqualTo(epochs(1));
    assertThat(run.wasWholeAt(FaultRun.Moment.WITHOUT_QUORUM)).isTrue();
    assertThat(run.finalAtSixHours()).isEqualTo(FaultRun.WITHOUT_QUORUM - 1);
    assertThat(run.finalAtTwelveHours()).isEqualTo(FaultRun.WITHOUT_QUORUM);
  }

  @Test
  void withoutAPlatformNodesGoOnAndEverybodyLeavesWithItsMoney() {
    var statement = run.statement();
    var account = new FaultAccount(run, Fault.NONE);
    assertThat(account.paidFor(FaultRun.ALONE - 1, FaultRun.ALONE)).isEqualTo(epochs(2));
    assertThat(run.wasWholeAt(FaultRun.Moment.ALONE)).isTrue();
    assertThat(statement.remaining()).isZero();
    assertThat(statement.owed()).as("of all providers, not withdrawn").isZero();
    var consumer = run.chain.key(FaultChain.CONSUMER).address();
    var orchestrator = run.chain.contracts().orchestrator();
    assertThat(orchestrator.refundOf(consumer, run.chain.dollar().address())).isZero();
  }

  @Test
  void theTableSaysWhatHappened() throws Exception {
    GoldenFile.requireSame("docs/operations/faults.md", new FaultTable(run).text());
  }

  private static QualityMeasured measured(int uptimeBps, int latencyMillis, int errorBps) {
    return new QualityMeasured(
        ReporterSet.PROBES, uptimeBps, latencyMillis, Integer.MAX_VALUE, errorBps);
  }

  private void requireCredit(Fault fault, long epoch, QualityMeasured measured) {
    int bps = TABLE.creditBps(measured, QualityTarget.usual());
    assertThat(new FaultAccount(run, fault).creditedFor(epoch))
        .as("%s, %d of 10000", fault, bps)
        .isPositive()
        .isEqualTo(units(FaultMarket.EPOCH_PAY).basisPointsDown(bps).units());
  }

  /// What misses in a row cost by the published table.
  private static List<BigInteger> published(int misses) {
    var left = units(FaultMarket.COLLATERAL);
    var costs = new ArrayList<BigInteger>();
    for (int m = 1; m <= misses; m++) {
      var cost =
          switch (TABLE.possessionMiss(left, units(FaultMarket.EPOCH_PAY), m)) {
            case MissConsequence.Slash(TokenAmount amount) -> amount;
            case MissConsequence.Breach(TokenAmount amount) -> amount;
          };
      costs.add(cost.units());
      left = left.minus(cost);
    }
    return costs;
  }

  private static void requireSplit(FaultAccount account) {
    var parts = account.slashes().stream().map(slash -> TABLE.divide(units(slash))).toList();
    var slashed = account.line().slashed();
    assertThat(slashed.toConsumer()).isEqualTo(sum(parts, PenaltyTable.Slashed::consumer));
    assertThat(slashed.toFund()).isEqualTo(sum(parts, PenaltyTable.Slashed::fund));
    assertThat(slashed.toProver()).isEqualTo(sum(parts, PenaltyTable.Slashed::prover));
  }

  private static BigInteger sum(
      List<PenaltyTable.Slashed> parts, Function<PenaltyTable.Slashed, TokenAmount> part) {
    return parts.stream()
        .map(part)
        .map(TokenAmount::units)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static TokenAmount units(BigInteger units) {
    return new TokenAmount(DOLLAR, units);
  }

  private static BigInteger epochs(long count) {
    return FaultMarket.EPOCH_PAY.multiply(BigInteger.valueOf(count));
  }
}
