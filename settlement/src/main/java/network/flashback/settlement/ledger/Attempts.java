package network.flashback.settlement.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.Abis;
import network.flashback.chain.Call;
import network.flashback.chain.PendingTransaction;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TooDearException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.TransactionStuckException;
import network.flashback.evm.abi.Abi;
import network.flashback.settlement.Attempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what anybody may send, within a budget, and tells a lost race from a failure. For one
/// thread at a time.
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /// Errors that say: somebody was faster, or it is not due.
  private static final Set<String> DECLINES =
      Set.of(
          "AlreadyRewarded",
          "AlreadySeeded",
          "CreditOutsideWindow",
          "EpochNotEnded",
          "EpochNotMissed",
          "LegsAlive",
          "NothingToClaim",
          "NothingToSplit",
          "NothingToWithdraw",
          "PanelSeatedAlready",
          "PenalisedAlready",
          "PenaliseInOrder",
          "PostingClosed",
          "RootAlreadyPosted",
          "RootFinal",
          "RootNotFinal",
          "RootNotNewer",
          "RootUnknown",
          "SequenceNotHigher",
          "SlaUnknown",
          "TooEarly",
          "WrongState");

  private final TransactionSender sender;
  private final GasBudget budget;
  private final Abi errors;
  private Optional<PendingTransaction> underWay = Optional.empty();
  private boolean begun;

  /// Attempts that cost whatever the sender's own policy lets them cost.
  public Attempts(TransactionSender sender) {
    this(sender, GasBudget.unlimited());
  }

  public Attempts(TransactionSender sender, GasBudget budget) {
    this.sender = sender;
    this.budget = budget;
    this.errors =
        Abi.union(
            List.of(
                Abis.of("Arbitration"),
                Abis.of("Orchestrator"),
                Abis.of("PossessionVerifier"),
                Abis.of("QualityOracle"),
                Abis.of("RandomBeacon"),
                Abis.of("FeeSplitter"),
                Abis.of("SeedBounty"),
                Abis.of("StakeManager")));
  }

  /// Sends, and waits until it is on the chain. What was given up before, because it did not get
  /// there in time, is waited for first: a second transaction behind a stuck one would be stuck as
  /// well, and do the same twice.
  ///
  /// @throws network.flashback.chain.TooDearException when the budget does not allow it now
  /// @throws network.flashback.chain.TransactionStuckException when it, or the one before it, does
  ///   not get onto the chain in time; it may still get there
  /// @throws network.flashback.chain.ChainException when it failed for another reason than that
  public Attempt send(Call call) {
    finishWhatIsUnderWay(call.what());
    try {
      var sent = submit(call);
      underWay = Optional.of(sent);
      finish(sent);
      return new Attempt.Done();
    } catch (RevertedException refused) {
      return declined(call, refused);
    }
  }

  /// Waits for what was given up before, so that who reads the chain afterwards does nothing twice.
  ///
  /// @throws network.flashback.chain.TransactionStuckException when it still does not get onto the
  ///   chain in time
  void awaitSent() {
    if (underWay.isPresent()) {
      finishWhatIsUnderWay("Settling");
    }
  }

  private void finishWhatIsUnderWay(String next) {
    if (budget.isLimited() && !begun) {
      // What a program sent that was stopped; nobody replaces it any more.
      sender.awaitSent();
      begun = true;
    }
    if (underWay.isPresent()) {
      LOG.info("{} waits for a transaction that was stuck", next);
      try {
        finish(underWay.get());
      } catch (RevertedException overtaken) {
        LOG.debug("What was stuck came to nothing: {}", overtaken.reason());
      }
    }
  }

  private PendingTransaction submit(Call call) {
    try {
      var sent =
          budget.isLimited() ? sender.submitWithin(call, budget.left()) : sender.submit(call);
      budget.waits(false);
      return sent;
    } catch (TooDearException tooDear) {
      budget.waits(true);
      throw budget.explained(call, tooDear);
    }
  }

  private Receipt finish(PendingTransaction sent) {
    try {
      Receipt receipt = sent.await();
      landed(Optional.of(receipt));
      return receipt;
    } catch (RevertedException refused) {
      landed(refused.receipt());
      throw refused;
    } catch (TransactionStuckException stuck) {
      budget.waits(true);
      if (!sent.isOpen()) {
        underWay = Optional.empty();
      }
      throw stuck;
    }
  }

  private void landed(Optional<Receipt> receipt) {
    underWay = Optional.empty();
    budget.waits(false);
    receipt.map(Receipt::cost).ifPresent(budget::pay);
  }

  private Attempt.Declined declined(Call call, RevertedException refused) {
    var failure = refused.failure().or(() -> errors.failureOf(refused.data()));
    // Refused in a block although the estimate passed, for no reason that its parent's state
    // gives: another transaction of the same block was first.
    boolean overtaken = failure.isEmpty() && refused.receipt().isPresent();
    if (!overtaken && failure.filter(f -> DECLINES.contains(f.name())).isEmpty()) {
      throw refused;
    }
    LOG.debug("{} was declined: {}", call.what(), refused.reason());
    return new Attempt.Declined(
        failure.map(Abi.Failure::name).orElse("Overtaken"), refused.reason());
  }
}
