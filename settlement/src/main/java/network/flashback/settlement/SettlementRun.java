package network.flashback.settlement;

import static network.flashback.chain.contract.AgreementState.OPEN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.QualityOracle.Posted;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SlaView;
import network.flashback.settlement.SettlementObserver.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settlement of one epoch: seed, audits, reports, finality, penalties, pay, ends, statements.
///
/// [#advance] does what is due now and says what is waited for. It keeps nothing: all it knows is
/// read from the chain, so that it may be stopped at any line, repeated, and run by many at once.
/// Whoever comes second is declined by the contract, which is as good as having done it.
public final class SettlementRun {
  /// What an epoch waits for.
  public enum Stage {
    RUNNING,
    AWAITING_SEED,
    AWAITING_AUDITS,
    AWAITING_QUALITY,
    AWAITING_ENDS,
    COMPLETE
  }

  // So that one transaction fits into any chain's block: 7,000 gas each.
  private static final int BATCH = 100;
  private static final Logger LOG = LoggerFactory.getLogger(SettlementRun.class);

  private final long epoch;
  private final EpochLedger ledger;
  private final Seeds seeds;
  private final QualityReports reports;
  private final SettlementObserver observer;

  public SettlementRun(
      long epoch,
      EpochLedger ledger,
      Seeds seeds,
      QualityReports reports,
      SettlementObserver observer) {
    this.epoch = epoch;
    this.ledger = ledger;
    this.seeds = seeds;
    this.reports = reports;
    this.observer = observer;
  }

  public Stage advance(Books books) throws InterruptedException {
    Schedule schedule = ledger.schedule();
    if (books.now() < schedule.endOf(epoch)) {
      return Stage.RUNNING;
    }
    // What is due for whoever's turn is now.
    long now = books.now() - ledger.turnSeconds(epoch);
    // Without its seed an epoch is delayed, not missed: nobody is penalised for it, but what is
    // final is paid all the same.
    boolean seeded = isSeeded(now >= schedule.endOf(epoch));
    boolean audited = seeded && isAuditOver(schedule, now);
    Posted posted = ledger.qualityOf(epoch);
    executeBreaches(schedule, posted, books, now);
    if (audited) {
      penaliseMisses(books);
    }
    if (!isFinal(books) || isOthersTurn(finalAt(schedule, posted), now, books)) {
      return seeded ? Stage.AWAITING_QUALITY : Stage.AWAITING_SEED;
    }
    settle(books);
    boolean ended = endWhatIsOver(books);
    if (!audited) {
      return seeded ? Stage.AWAITING_AUDITS : Stage.AWAITING_SEED;
    }
    if (!ended) {
      return Stage.AWAITING_ENDS;
    }
    ledger.claimBounty().ifPresent(amount -> observe(new Event.BountyClaimed(amount)));
    observe(new Event.EpochCompleted(epoch, books.slas().stream().map(SlaView::id).toList()));
    return Stage.COMPLETE;
  }

  private boolean isSeeded(boolean isTurn) throws InterruptedException {
    if (ledger.seededAt(epoch) != 0) {
      return true;
    }
    if (!isTurn) {
      return false;
    }
    try {
      var signature = seeds.signature(ledger.roundOf(epoch));
      if (signature.isEmpty()) {
        return false;
      }
      if (ledger.postSeed(epoch, signature.get()).isDone()) {
        observe(new Event.SeedPosted(epoch));
      }
    } catch (IOException silent) {
      LOG.warn("Epoch {} waits for its seed: {}", epoch, silent.getMessage());
    }
    return ledger.seededAt(epoch) != 0;
  }

  private static boolean isOthersTurn(long due, long now, Books books) {
    return now < due && due <= books.now();
  }

  // As the contract has it: the window after the end, or after a seed that came late.
  private boolean isAuditOver(Schedule schedule, long now) {
    long from = Math.max(schedule.endOf(epoch), ledger.seededAt(epoch));
    return now > from + schedule.auditWindowSeconds();
  }

  // Only an epoch that the provider confirmed pays anything that could be credited; until the root
  // is final it may still confirm.
  private void executeBreaches(Schedule schedule, Posted posted, Books books, long now) {
    boolean open = posted.postedAt() != 0 && books.now() < finalAt(schedule, posted);
    if (!open || posted.root().isZero() || isOthersTurn(posted.postedAt(), now, books)) {
      return;
    }
    var breaches = reports.breachesOf(new QualityRoot(epoch, posted.root(), posted.recordsHash()));
    for (Breach breach : breaches.orElse(List.of())) {
      boolean payable = isConfirmed(breach.agreementId().providerId());
      if (payable && ledger.executeBreach(epoch, breach).isDone()) {
        observe(new Event.BreachExecuted(epoch, breach.agreementId(), breach.creditBps()));
      }
    }
  }

  // When settlements may pass the epoch; of one without a root, when silence counts as compliance.
  private long finalAt(Schedule schedule, Posted posted) {
    long end = schedule.endOf(epoch);
    return posted.postedAt() == 0
        ? end + schedule.qualityWindowSeconds() + schedule.finalitySeconds()
        : Math.max(
            posted.postedAt() + schedule.finalitySeconds(), end + schedule.auditWindowSeconds());
  }

  private boolean isConfirmed(long providerId) {
    return ledger.unconfirmed(providerId, epoch, epoch).isEmpty();
  }

  // The contract takes misses in order, so that earlier ones which nobody reported come first.
  private void penaliseMisses(Books books) {
    // The agreements of a provider mostly run through the same epochs.
    Map<Proving, List<Long>> asked = new HashMap<>();
    for (AgreementView agreement : books.agreements().toList()) {
      long from = Math.max(agreement.startEpoch(), agreement.penalisedThrough());
      long through = Math.min(epoch, agreement.endEpoch() - 1);
      if (agreement.state() == OPEN || from > through) {
        continue;
      }
      var unproven =
          asked.computeIfAbsent(
              new Proving(agreement.providerId(), from, through),
              proving -> ledger.unconfirmed(proving.providerId(), from, through));
      for (long missed : unproven) {
        if (!isPenalised(agreement.id(), missed)) {
          break;
        }
      }
    }
  }

  /// Epochs in which a provider had something to prove, both ends included.
  private record Proving(long providerId, long from, long through) {}

  private boolean isPenalised(AgreementId id, long missed) {
    return switch (ledger.penaliseMiss(id, missed)) {
      case Attempt.Done() -> {
        observe(new Event.MissPenalised(missed, id));
        yield true;
      }
      // Somebody else did: the next one is still to do.
      case Attempt.Declined declined -> declined.error().equals("PenalisedAlready");
    };
  }

  private boolean isFinal(Books books) {
    return books.agreements().mapToInt(AgreementView::market).distinct().allMatch(this::isFinal);
  }

  private boolean isFinal(int market) {
    var last = ledger.finalEpoch(market);
    return last.isPresent() && last.getAsLong() >= epoch;
  }

  // In the order of their ids, which begin with the provider: those of one provider cost least
  // together, because they share its earnings and its event.
  private void settle(Books books) {
    var running =
        books.agreements().filter(a -> a.state() != OPEN).map(AgreementView::id).sorted().toList();
    List<AgreementId> due = ledger.settleable(running);
    for (int from = 0; from < due.size(); from += BATCH) {
      List<AgreementId> batch = due.subList(from, Math.min(due.size(), from + BATCH));
      if (ledger.settle(batch).isDone()) {
        observe(new Event.Settled(epoch, List.copyOf(batch)));
      }
    }
  }

  // The provider had the time from the end of its last epoch to finality to claim its vouchers.
  private boolean endWhatIsOver(Books books) {
    List<AgreementId> left = new ArrayList<>();
    for (AgreementView agreement : books.agreements().toList()) {
      Optional<Event> end =
          switch (agreement.state()) {
            case OPEN ->
                done(ledger.voidAgreement(agreement.id()))
                    .map(done -> new Event.Voided(agreement.id(), agreement.slaId()));
            case ACTIVE, NOTICE -> {
              if (agreement.endEpoch() - 1 > epoch) {
                yield Optional.empty();
              }
              var ended = done(ledger.end(agreement.id()));
              if (ended.isEmpty()) {
                left.add(agreement.id());
              }
              yield ended.map(done -> new Event.Ended(agreement.id(), agreement.slaId()));
            }
            case NONE, BREACHED, CLOSED, VOID -> Optional.empty();
          };
      end.ifPresent(this::observe);
    }
    for (SlaView sla : books.slas()) {
      boolean over = sla.legsAlive() == 0 && sla.reserve().signum() > 0;
      if (over && ledger.endSla(sla.id()).isDone()) {
        observe(new Event.SlaEnded(sla.id()));
      }
    }
    // Somebody else may have ended it between the reading and the attempt.
    return left.stream().noneMatch(id -> ledger.agreement(id).state().isLive());
  }

  private static Optional<Attempt.Done> done(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Done done -> Optional.of(done);
      case Attempt.Declined declined -> Optional.empty();
    };
  }

  private void observe(Event event) {
    LOG.info("Settlement: {}", event);
    try {
      observer.happened(event);
    } catch (RuntimeException failed) {
      LOG.warn("An observer of settlements failed on {}", event, failed);
    }
  }
}
