package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A dispute with everything that became of it.
@Meaning(
    "A claim that for some epochs of an agreement the other side owes something, with its history.")
public record DisputeEntry(
    long id,
    AgreementId agreementId,
    long providerId,
    @Meaning("The market whose token the amounts are units of.") int market,
    Dispute.State state,
    @Meaning("Of the newest ruling, or of silence; it binds once the state is FINAL or later.")
        Dispute.@Nullable Outcome outcome,
    Address claimant,
    Address defendant,
    long fromEpoch,
    @Meaning("Last of the disputed epochs.") long toEpoch,
    @Meaning("What the claimant says it is owed.") BigInteger amount,
    @Meaning("What of it was frozen when the dispute was opened: no more can move.")
        BigInteger frozen,
    @Meaning("What a ruling moved to the claimant; absent until the sum is released.")
        @Nullable BigInteger moved,
    @Meaning("Unix second of the opening.") long openedAt,
    @Meaning("Last unix second of the step that is waited for; absent when none is.")
        @Nullable Long deadline,
    @Meaning("What follows when nothing comes in time; absent when nothing is waited for.")
        @Nullable Silence silence,
    @Meaning("Whether the time is over: anybody may take that step now.") boolean overdue,
    @Meaning("What both sides showed, in the order in which they did.") List<Evidence> evidence,
    @Meaning("The panels drawn so far: the first, and the appeal's.") List<Panel> panels,
    @Meaning("All steps, the oldest first.") List<Step> history) {
  public DisputeEntry {
    evidence = List.copyOf(evidence);
    panels = List.copyOf(panels);
    history = List.copyOf(history);
  }

  /// What follows when a time limit passes.
  public enum Silence {
    /// Nobody answers: the claimant gets what was frozen.
    CLAIMANT_WINS,
    /// No panel rules: nothing moves, and both get their bonds back.
    NOTHING_MOVES,
    /// Nobody appeals, or no appeal panel rules: the ruling stands.
    RULING_STANDS
  }

  /// Who shows evidence.
  public enum Showing {
    CLAIM,
    ANSWER,
    APPEAL
  }

  /// What a party showed: the chain holds the hash alone.
  @Meaning("What a party showed. The chain holds the hash alone.")
  public record Evidence(
      Showing showing,
      Address by,
      @Meaning("Keccak-256 of the document.") Bytes32 hash,
      @Meaning("Unix second of its block.") long at,
      @Meaning("Where the document may be had: whatever is served there must have the hash.")
          List<String> links) {
    public Evidence {
      links = List.copyOf(links);
    }
  }

  /// The arbitrators of one round.
  @Meaning("The arbitrators of one round, and how they voted.")
  public record Panel(
      @Meaning("0 for the first panel, 1 for the appeal's.") int round, List<Seat> seats) {
    public Panel {
      seats = List.copyOf(seats);
    }
  }

  /// One arbitrator.
  @Meaning("An arbitrator on a panel.")
  public record Seat(
      Address arbitrator,
      @Meaning("Its vote; absent until it has voted.") Dispute.@Nullable Outcome vote) {}

  /// One step.
  @Meaning("A step of a dispute.")
  public record Step(
      @Meaning("The state that it led to; a panel that is drawn and a vote change none.")
          Dispute.State state,
      @Meaning("The contract's event.") String event,
      @Meaning("Unix second of its block.") long at,
      Bytes32 transaction) {}
}
