package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.evm.Bytes32;
import network.flashback.http.HealthCheck.Health;
import network.flashback.settlement.statement.StatementReader;
import network.flashback.settlement.statement.Trace;
import org.junit.jupiter.api.Test;

/// Markets that live through random epochs on the real contracts while [SettlementRun] settles
/// them: after every epoch all money is where it must be, and statements agree with the chain.
///
/// A market lives 25 epochs; there is one, and with `-Ddeep=true` forty, which is a thousand
/// epochs. `-Depochs.markets=N` lets as many live as it says, `-Depochs.seed=N` begins with the
/// seed that a failure names.
class SeededEpochsTest {
  private static final long FIRST_SEED = 35_000;
  private static final int MARKETS = 1;
  private static final int MARKETS_DEEP = 40;
  private static final int EPOCHS = 25;
  private static final int REORGANISED_MOST = 32;
  private static final int STATEMENTS_AN_EPOCH = 2;

  private static final List<String> EVERYTHING =
      List.of(
          "open",
          "topUp",
          "changeRate",
          "giveNotice",
          "renew",
          "replaceLeg",
          "claimVoucher",
          "freeze",
          "release",
          "withdrawEarnings",
          "withdrawRefund",
          "sweepFees",
          "claimSlash",
          "unstake",
          "declareFault",
          "lose",
          "audit",
          "report",
          "silence of reporters",
          "silence of the beacon",
          "reorganisation",
          "BreachExecuted",
          "MissPenalised",
          "Settled",
          "Ended",
          "Voided",
          "EpochCompleted");

  private final SortedMap<String, Integer> done = new TreeMap<>();
  private final SortedMap<String, Integer> refused = new TreeMap<>();
  private final Liars liars = new Liars();
  private int statements;
  private int proofs;
  private int vouchers;
  private int left;

  /// What those gained who lost bytes and said nothing.
  private static final class Liars {
    private int lost;
    private int found;
    private long epochsPaid;
    private BigInteger slashed = BigInteger.ZERO;
  }

  @Test
  void allMoneyIsAccountedForAndAllStatementsAgreeWithTheChain() throws Exception {
    long first = Long.getLong("epochs.seed", FIRST_SEED);
    int markets =
        Integer.getInteger("epochs.markets", Boolean.getBoolean("deep") ? MARKETS_DEEP : MARKETS);
    try (var market = new SimulatedMarket(new Random(first))) {
      for (long seed = first; seed < first + markets; seed++) {
        String before = market.chain.snapshot();
        live(market, seed);
        market.chain.revert(before);
      }
    }
    System.out.printf(
        "%d epochs in %d markets, seeds %d to %d: %d statements verified, %d proofs paid as rated, %d vouchers paid as signed, %d points left open.%n"
            + "Done: %s%nRefused: %s%n"
            + "Bytes lost in silence under %d agreements: %d of them breached within their market's life, paid for %d epochs after the loss, slashed by %s units.%n",
        markets * EPOCHS,
        markets,
        first,
        first + markets - 1,
        statements,
        proofs,
        vouchers,
        left,
        done,
        refused,
        liars.lost,
        liars.found,
        liars.epochsPaid,
        liars.slashed);
    assertThat(statements).isGreaterThan(markets * EPOCHS);
    assertThat(proofs).isPositive();
    if (markets >= MARKETS_DEEP) {
      assertThat(done.keySet())
          .as("everything happens in some market, or it would not be tried")
          .containsAll(EVERYTHING);
    }
  }

  /// One market from its opening on.
  private void live(SimulatedMarket market, long seed) throws Exception {
    market.beginAnew(new Random(seed));
    var history = new MarketHistory(market, new Random(seed));
    var invariants = new MoneyInvariants(market, history);
    var runner =
        market.runner(
            0, event -> history.count(event.getClass().getSimpleName(), Optional.empty()));
    var waiting = new TreeSet<Long>();
    // Reporters that joined in one epoch sign from the next one on.
    market.chain.moveTo(market.chain.schedule.startOf(market.chain.epoch() + 1));
    long firstEpoch = market.chain.epoch();
    for (long epoch = firstEpoch; epoch < firstEpoch + EPOCHS; epoch++) {
      String when =
          "seed %d (-Depochs.seed=%d -Depochs.markets=1), epoch %d".formatted(seed, seed, epoch);
      history.happen();
      waiting.add(epoch);
      settle(market, history, runner, waiting, epoch);
      assertThat(runner.check()).as(when).isInstanceOf(Health.Healthy.class);
      invariants.require(when);
      var slas = List.copyOf(market.slas.keySet());
      for (int i = 0; i < Math.min(STATEMENTS_AN_EPOCH, slas.size()); i++) {
        verify(invariants, slas.get(history.below(slas.size())), when);
      }
    }
    for (Bytes32 slaId : market.slas.keySet()) {
      verify(invariants, slaId, "seed %d at the end".formatted(seed));
    }
    note(market, history);
    history.done.forEach((verb, count) -> done.merge(verb, count, Integer::sum));
    history.refused.forEach((verb, count) -> refused.merge(verb, count, Integer::sum));
  }

  private void verify(MoneyInvariants invariants, Bytes32 slaId, String when) throws IOException {
    var verified = invariants.requireVerifiable(slaId, when);
    statements++;
    proofs += verified.proofs();
    vouchers += verified.vouchers();
    left += verified.open().size();
  }

  /// What follows the end of an epoch.
  ///
  /// @param waiting epochs that are not audited yet, because the beacon was silent
  private static void settle(
      SimulatedMarket market,
      MarketHistory history,
      Settlements runner,
      Set<Long> waiting,
      long epoch)
      throws Exception {
    var schedule = market.chain.schedule;
    long end = schedule.endOf(epoch);
    market.chain.silentRounds.clear();
    if (history.chance(8)) {
      market.chain.silentRounds.add(market.contracts.beacon().roundOf(epoch));
      history.count("silence of the beacon", Optional.empty());
    }
    market.chain.moveTo(end + 1);
    runner.look();
    audit(market, history, waiting);
    report(market, history, epoch);
    runner.look();
    market.chain.moveTo(end + schedule.auditWindowSeconds() + 150);
    runner.look();
    market.chain.moveTo(end + 2 * schedule.auditWindowSeconds() + 200);
    if (history.chance(20)) {
      market.chain.leaveBranch(1 + history.below(REORGANISED_MOST), runner::look);
      history.count("reorganisation", Optional.empty());
    }
    runner.look();
    runner.look();
  }

  private static void audit(SimulatedMarket market, MarketHistory history, Set<Long> waiting)
      throws IOException {
    for (long epoch : new ArrayList<>(waiting)) {
      if (market.contracts.beacon().seededAtOf(epoch) == 0) {
        continue;
      }
      waiting.remove(epoch);
      for (int provider = 0; provider < SimulatedMarket.PROVIDERS; provider++) {
        if (history.chance(86)) {
          history.count("audit", market.audit(provider, epoch, history.lost.keySet()));
        }
      }
    }
  }

  private static void report(SimulatedMarket market, MarketHistory history, long epoch)
      throws IOException {
    if (history.chance(25)) {
      history.count("silence of reporters", Optional.empty());
      return;
    }
    Map<AgreementId, Integer> silent = new TreeMap<>();
    for (var agreement : history.live()) {
      boolean short_ = agreement.state() != AgreementState.OPEN && history.chance(20);
      silent.put(agreement.id(), short_ ? 1 + history.below(10) : 0);
    }
    history.count("report", market.reports.post(epoch, silent));
  }

  private void note(SimulatedMarket market, MarketHistory history) {
    var reader = new StatementReader(market.contracts);
    history.lost.forEach(
        (id, since) -> {
          var view = market.contracts.orchestrator().agreement(id);
          var trace =
              reader.of(view.slaId()).agreements().stream()
                  .filter(line -> line.id().equals(id))
                  .findFirst()
                  .orElseThrow()
                  .trace();
          liars.lost++;
          liars.found += view.missedInRow() > 3 ? 1 : 0;
          liars.epochsPaid +=
              trace.proofs().stream().filter(proof -> proof.epoch() >= since).count();
          liars.slashed =
              trace.misses().stream()
                  .map(Trace.Miss::slashed)
                  .reduce(liars.slashed, BigInteger::add);
        });
  }
}
