package network.flashback.settlement;

import static network.flashback.chain.contract.AgreementState.OPEN;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.flashback.chain.Block;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.AgreementView;
import network.flashback.http.HealthCheck;
import network.flashback.settlement.SettlementRun.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives the settlement of every ended epoch that concerns a live agreement, until closed.
///
/// Any number of them may run at once, anywhere: see [SettlementRun]. What is remembered between
/// two looks at the chain is only which epochs were complete, together with the newest block after
/// all that was done, and it is forgotten when that block leaves the chain.
public final class Settlements implements HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private final EpochLedger ledger;
  private final Seeds seeds;
  private final QualityReports reports;
  private final SettlementObserver observer;
  private final FollowRates rates;
  private final Duration pace;
  private final Thread thread;
  private final Set<Long> complete = new HashSet<>();
  private Optional<Block> seen = Optional.empty();
  private volatile boolean closed;
  private volatile Health health = new Health.Healthy("not yet looked at the chain");

  private Settlements(
      EpochLedger ledger,
      Seeds seeds,
      QualityReports reports,
      SettlementObserver observer,
      Duration pace) {
    this.ledger = ledger;
    this.seeds = seeds;
    this.reports = reports;
    this.observer = observer;
    this.rates = new FollowRates(ledger);
    this.pace = pace;
    this.thread = Thread.ofVirtual().name("settlements").unstarted(this::run);
  }

  /// Settles until closed.
  ///
  /// @param pace between two looks at the chain: about a block
  public static Settlements start(
      EpochLedger ledger,
      Seeds seeds,
      QualityReports reports,
      SettlementObserver observer,
      Duration pace) {
    var settlements = of(ledger, seeds, reports, observer, pace);
    settlements.thread.start();
    return settlements;
  }

  static Settlements of(
      EpochLedger ledger,
      Seeds seeds,
      QualityReports reports,
      SettlementObserver observer,
      Duration pace) {
    return new Settlements(ledger, seeds, reports, observer, pace);
  }

  /// Healthy when the last look at the chain went through.
  @Override
  public Health check() {
    return health;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_GRACE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        look();
        Thread.sleep(pace);
      } catch (InterruptedException interrupted) {
        return;
      } catch (RuntimeException failed) {
        if (!closed) {
          LOG.error("Settling failed and goes on with the next look at the chain", failed);
        }
      }
    }
  }

  /// One look at the chain, and everything that is due.
  void look() throws InterruptedException {
    try {
      Books books = ledger.books();
      forgetWhatLeftTheChain();
      rates.look(books, observer);
      boolean all = advanceAll(books);
      // After everything that was done, so that no block of it can leave the chain without this
      // one.
      seen = Optional.of(ledger.head());
      health =
          all
              ? new Health.Healthy("epoch " + books.epoch() + " at block " + books.head().number())
              : new Health.Unhealthy("an epoch cannot be advanced; the log says why");
    } catch (ChainException unreachable) {
      LOG.warn("Settling waits: {}", unreachable.getMessage());
      // What was done since the newest block that was seen could leave the chain unnoticed.
      forget();
      health = new Health.Unhealthy(String.valueOf(unreachable.getMessage()));
      Thread.sleep(pace);
    }
  }

  private void forgetWhatLeftTheChain() {
    if (seen.isPresent() && !ledger.holds(seen.get())) {
      LOG.info(
          "Block {} left the chain: {} completed epochs are looked at again",
          seen.get().number(),
          complete.size());
      forget();
    }
  }

  private void forget() {
    complete.clear();
    rates.forget();
  }

  // The newest first: its seed is what everybody waits for.
  private boolean advanceAll(Books books) throws InterruptedException {
    var first = firstOf(books);
    if (first.isEmpty()) {
      return true;
    }
    complete.removeIf(epoch -> epoch < first.getAsLong());
    boolean all = true;
    for (long epoch = books.epoch() - 1; epoch >= first.getAsLong(); epoch--) {
      if (!complete.contains(epoch)) {
        all &= advanced(epoch, books);
      }
    }
    return all;
  }

  private boolean advanced(long epoch, Books books) throws InterruptedException {
    try {
      var run = new SettlementRun(epoch, ledger, seeds, reports, observer);
      if (run.advance(books) == Stage.COMPLETE) {
        complete.add(epoch);
      }
      return true;
    } catch (ChainException failed) {
      LOG.warn("Epoch {} could not be advanced: {}", epoch, failed.getMessage());
      return false;
    }
  }

  // An agreement that has not started has no epoch yet, but may have to be voided: by the newest
  // ended epoch's run.
  private static OptionalLong firstOf(Books books) {
    return books.agreements().mapToLong(agreement -> firstOf(agreement, books)).min().stream()
        .filter(epoch -> epoch >= 0 && epoch < books.epoch())
        .findFirst();
  }

  private static long firstOf(AgreementView agreement, Books books) {
    return agreement.state() == OPEN ? books.epoch() - 1 : agreement.startEpoch();
  }
}
