package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// What a consumer and a service provider agree on: `Engagement` of IEngagements.sol.
///
/// @param kind one of the register's kinds of services
/// @param market of the Orchestrator: token and fee
/// @param statementHash keccak-256 of the statement of work
public record EngagementTerms(
    Address consumer,
    long providerId,
    int kind,
    int market,
    List<Milestone> milestones,
    Bytes32 statementHash,
    BigInteger salt) {
  public static final int MILESTONES_MAX = 16;

  private static final StructType MILESTONE =
      StructType.parse("Milestone(uint96 amount,uint40 deliverBy,uint32 acceptSeconds)");
  private static final StructType TYPE =
      StructType.parse(
          "Engagement(address consumer,uint64 providerId,uint8 kind,uint16 market,Milestone[] milestones,bytes32 statementHash,uint256 salt)",
          MILESTONE);
  private static final StructType OFFER =
      StructType.parse("EngagementOffer(bytes32 engagement,uint40 expiry,uint32 nonce)");

  /// A part of the work, paid by itself.
  ///
  /// @param amount token units
  /// @param deliverBy last unix second at which it can be delivered
  /// @param acceptSeconds after delivery, whose end without a word accepts
  public record Milestone(BigInteger amount, long deliverBy, long acceptSeconds) {
    List<Object> encode() {
      return List.of(amount, deliverBy, acceptSeconds);
    }
  }

  public EngagementTerms {
    milestones = List.copyOf(milestones);
    if (milestones.isEmpty() || milestones.size() > MILESTONES_MAX) {
      throw new IllegalArgumentException(
          "An engagement has 1 to %d milestones, not %d."
              .formatted(MILESTONES_MAX, milestones.size()));
    }
  }

  /// What all milestones cost together, token units.
  public BigInteger total() {
    return milestones.stream().map(Milestone::amount).reduce(BigInteger.ZERO, BigInteger::add);
  }

  public TypedData typedData(Domain engagements) {
    var signed = milestones.stream().map(each -> MILESTONE.of(each.encode().toArray())).toList();
    return new TypedData(
        engagements, TYPE.of(consumer, providerId, kind, market, signed, statementHash, salt));
  }

  /// What the provider's offer names, and the nonce of the consumer's payment.
  public Bytes32 hash(Domain engagements) {
    return typedData(engagements).digest();
  }

  /// What the provider's node key signs.
  ///
  /// @param expiry last unix second at which the engagement can be opened
  /// @param nonce the provider's, as the contract counts it
  public TypedData offer(Domain engagements, long expiry, long nonce) {
    return new TypedData(engagements, OFFER.of(hash(engagements), expiry, nonce));
  }

  List<Object> encode() {
    List<Object> encoded = milestones.stream().<Object>map(Milestone::encode).toList();
    return List.of(consumer, providerId, kind, market, encoded, statementHash, salt);
  }
}
