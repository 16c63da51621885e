package network.flashback.settlement.ledger;

import java.util.List;
import java.util.Set;
import network.flashback.chain.Abis;
import network.flashback.chain.Call;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.evm.abi.Abi;
import network.flashback.settlement.Attempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what anybody may send, and tells a lost race from a failure.
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
          "SlaUnknown",
          "TooEarly",
          "WrongState");

  private final TransactionSender sender;
  private final Abi errors;

  public Attempts(TransactionSender sender) {
    this.sender = sender;
    this.errors =
        Abi.union(
            List.of(
                Abis.of("Arbitration"),
                Abis.of("Orchestrator"),
                Abis.of("QualityOracle"),
                Abis.of("RandomBeacon"),
                Abis.of("FeeSplitter"),
                Abis.of("SeedBounty"),
                Abis.of("StakeManager")));
  }

  /// Sends, and waits until it is on the chain.
  ///
  /// @throws network.flashback.chain.ChainException when it failed for another reason than that
  public Attempt send(Call call) {
    try {
      sender.send(call);
      return new Attempt.Done();
    } catch (RevertedException refused) {
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
}
