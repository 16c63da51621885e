package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.chain.contract.EngagementView.MilestoneView;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;

/// Services hired in escrow: IEngagements.sol. Engagements count from 1, their milestones from 0.
public record Engagements(Contract contract, Domain domain) {
  public Address address() {
    return contract.address();
  }

  /// For the consumer; needs an allowance of the market's token for this contract.
  public Call open(EngagementOffer offer) {
    return contract.callOf("open", offer.terms().encode(), offer.encode());
  }

  /// For anyone who carries the consumer's signed payment, whose nonce is the terms' hash.
  public Call openWithAuthorization(EngagementOffer offer, PaymentAuthorization payment) {
    return contract.callOf(
        "openWithAuthorization", offer.terms().encode(), offer.encode(), payment.encode());
  }

  /// The number that an opened engagement got.
  public long openedId(Receipt receipt) {
    return contract.read(receipt, "EngagementOpened").getFirst().values().number("engagementId");
  }

  /// For the provider: no offer that it signed until now can be opened any more.
  public Call cancelOffers(long providerId) {
    return contract.callOf("cancelOffers", providerId);
  }

  /// For the provider's owner or node key.
  ///
  /// @param deliveryHash keccak-256 of the delivery's document
  public Call deliver(long id, int milestone, Bytes32 deliveryHash) {
    return contract.callOf("deliver", id, milestone, deliveryHash);
  }

  /// For the consumer: pays what was delivered.
  public Call accept(long id, int milestone) {
    return contract.callOf("accept", id, milestone);
  }

  /// Takes the edge that is due because time passed since a delivery or a dispute.
  public Call settle(long id, int milestone) {
    return contract.callOf("settle", id, milestone);
  }

  /// Refunds all that is not delivered, once the next delivery is past its deadline.
  public Call lapse(long id) {
    return contract.callOf("lapse", id);
  }

  /// Whether this side wants to end it.
  public Call cancel(long id, boolean wished) {
    return contract.callOf("cancel", id, wished);
  }

  /// For the consumer, once.
  public Call rate(long id, int stars, Bytes32 commentHash) {
    return contract.callOf("rate", id, stars, commentHash);
  }

  /// Sends what a provider earned in one market to its payout wallet.
  public Call withdraw(long providerId, int market) {
    return contract.callOf("withdraw", providerId, market);
  }

  public Call withdrawRefund(Address account, Address token) {
    return contract.callOf("withdrawRefund", account, token);
  }

  public Call sweepFees(Address token) {
    return contract.callOf("sweepFees", token);
  }

  public long count() {
    return contract.call("count").number(0);
  }

  public EngagementView engagement(long id) {
    return EngagementView.of(id, contract.call("engagementOf", id).struct(0));
  }

  public List<EngagementView> all() {
    List<List<Object>> ids =
        IntStream.rangeClosed(1, Math.toIntExact(count()))
            .mapToObj(id -> List.<Object>of((long) id))
            .toList();
    var answers = contract.callEach("engagementOf", ids);
    return IntStream.range(0, answers.size())
        .mapToObj(i -> EngagementView.of(i + 1L, answers.get(i).struct(0)))
        .toList();
  }

  public MilestoneView milestone(long id, int milestone) {
    return MilestoneView.of(contract.call("milestoneOf", id, milestone).struct(0));
  }

  public long offerNonceOf(long providerId) {
    return contract.call("offerNonceOf", providerId).number(0);
  }

  /// Earned and not withdrawn, before the fee.
  public BigInteger earningsOf(long providerId, int market) {
    return contract.call("earningsOf", providerId, market).integer(0);
  }

  public BigInteger refundOf(Address account, Address token) {
    return contract.call("refundOf", account, token).integer(0);
  }

  public BigInteger feesOf(Address token) {
    return contract.call("feesOf", token).integer(0);
  }

  /// Of the Orchestrator's calendar.
  public long currentEpoch() {
    return contract.call("currentEpoch").number(0);
  }

  public long acceptSecondsLeast() {
    return contract.call("acceptSecondsLeast").number(0);
  }

  public long acceptSecondsMost() {
    return contract.call("acceptSecondsMost").number(0);
  }

  public long rulingSecondsMost() {
    return contract.call("rulingSecondsMost").number(0);
  }

  /// The id under which [Contracts#serviceArbitration] knows one milestone.
  public static AgreementId caseOf(long id, int milestone) {
    return new AgreementId(BigInteger.valueOf(id).shiftLeft(8).add(BigInteger.valueOf(milestone)));
  }

  /// The engagement that a case of the arbitration is about.
  public static long idOf(AgreementId caseId) {
    return caseId.value().shiftRight(8).longValueExact();
  }

  /// The milestone that a case of the arbitration is about.
  public static int milestoneOf(AgreementId caseId) {
    return caseId.value().intValue() & 0xff;
  }
}
