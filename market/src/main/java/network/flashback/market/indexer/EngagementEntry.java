package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.EngagementView;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A hired service with everything that became of it.
@Meaning("A service that a consumer hired in escrow, with its milestones.")
public record EngagementEntry(
    long id,
    @Meaning("What both sides signed, and the nonce of the payment.") Bytes32 hash,
    Address consumer,
    long providerId,
    Service service,
    @Meaning("The market whose token the amounts are units of.") int market,
    @Meaning("RUNNING until what is not delivered was refunded; what is delivered goes on.")
        EngagementView.State state,
    @Meaning("All milestones together.") BigInteger total,
    @Meaning("What the provider earned with it, before the fee.") BigInteger paid,
    @Meaning("What went back to the consumer.") BigInteger refunded,
    @Meaning("Keccak-256 of the statement of work.") Bytes32 statementHash,
    List<Milestone> milestones,
    @Meaning("The consumer's word on it; absent before.") @Nullable Rating rating,
    @Meaning("Unix second of the opening.") long openedAt) {
  public EngagementEntry {
    milestones = List.copyOf(milestones);
  }

  /// What is hired.
  public enum Service {
    MIGRATION,
    ANALYTICS,
    COMPLIANCE
  }

  /// A part of the work, paid by itself.
  @Meaning("A part of the work, paid by itself.")
  public record Milestone(
      @Meaning("From 0 on.") int number,
      BigInteger amount,
      @Meaning("Last unix second at which it can be delivered.") long deliverBy,
      @Meaning("Seconds after delivery, in which the consumer accepts or disputes.")
          long acceptSeconds,
      EngagementView.MilestoneState state,
      @Meaning("Keccak-256 of the delivery's document; absent before.")
          @Nullable Bytes32 deliveryHash,
      @Meaning("Last unix second at which what was delivered can be disputed; absent before.")
          @Nullable Long acceptBy,
      @Meaning("What of the amount was claimed back; absent where nothing was.")
          @Nullable BigInteger disputed,
      @Meaning("Number of the dispute in the arbitration over services; absent where none is.")
          @Nullable Long disputeId) {}

  /// What the consumer said of it.
  @Meaning("What a consumer said of a service that it paid.")
  public record Rating(
      @Meaning("1 to 5.") int stars,
      @Meaning("Keccak-256 of a comment published elsewhere; absent where there is none.")
          @Nullable Bytes32 commentHash,
      @Meaning("Unix second of its block.") long at) {}
}
