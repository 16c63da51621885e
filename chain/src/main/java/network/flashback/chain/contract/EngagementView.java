package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// A hired service as it stands: `IEngagements.EngagementView`.
///
/// @param next the milestone that is delivered next
/// @param paid what the provider earned with it, before the fee
public record EngagementView(
    long id,
    Bytes32 hash,
    Address consumer,
    long providerId,
    int kind,
    int market,
    State state,
    int milestones,
    int next,
    boolean rated,
    boolean consumerWishesCancel,
    boolean providerWishesCancel,
    BigInteger paid) {
  /// In the order of `IEngagements.EngagementState`.
  public enum State {
    NONE,
    RUNNING,
    CANCELLED,
    LAPSED
  }

  /// In the order of `IEngagements.MilestoneState`.
  public enum MilestoneState {
    FUNDED,
    DELIVERED,
    ACCEPTED,
    DISPUTED,
    RULED,
    CANCELLED,
    LAPSED
  }

  /// A milestone as it stands: `IEngagements.MilestoneView`.
  ///
  /// @param since unix second of the delivery; once disputed, of the dispute
  /// @param deliveryHash keccak-256 of the delivery's document; zero before
  /// @param disputed what of the amount is claimed back
  public record MilestoneView(
      BigInteger amount,
      long deliverBy,
      long acceptSeconds,
      MilestoneState state,
      long since,
      Bytes32 deliveryHash,
      BigInteger disputed,
      BigInteger disputeId) {
    static MilestoneView of(Values values) {
      return new MilestoneView(
          values.integer("amount"),
          values.number("deliverBy"),
          values.number("acceptSeconds"),
          List.of(MilestoneState.values()).get((int) values.number("state")),
          values.number("since"),
          values.word("deliveryHash"),
          values.integer("disputed"),
          values.integer("disputeId"));
    }

    /// Last second at which the consumer can dispute what was delivered.
    public long acceptBy() {
      return since + acceptSeconds;
    }
  }

  static EngagementView of(long id, Values values) {
    return new EngagementView(
        id,
        values.word("hash"),
        values.address("consumer"),
        values.number("providerId"),
        (int) values.number("kind"),
        (int) values.number("market"),
        List.of(State.values()).get((int) values.number("state")),
        (int) values.number("milestones"),
        (int) values.number("next"),
        values.flag("rated"),
        values.flag("consumerWishesCancel"),
        values.flag("providerWishesCancel"),
        values.integer("paid"));
  }
}
