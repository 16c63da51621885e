package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;

/// All money and all agreements: IOrchestrator.sol. Reads answer at the newest block; writes are
/// calls for a [network.flashback.chain.TransactionSender].
public record Orchestrator(Contract contract, Domain domain) {
  /// A market: which token pays, what the fee is, whose quality reports count.
  public record Market(int id, Address token, int feeBps, Address oracle) {}

  /// What a provider has proven so far.
  public record Confirmed(long seconds, OptionalLong newestEpoch) {}

  /// A disputed sum that is held apart, token units: of the provider's collateral, or of the
  /// consumer's deposit and egress escrow.
  public record Frozen(BigInteger fromCollateral, BigInteger fromDeposit, BigInteger fromEscrow) {
    public BigInteger total() {
      return fromCollateral.add(fromDeposit).add(fromEscrow);
    }
  }

  public Address address() {
    return contract.address();
  }

  public Schedule schedule() {
    return new Schedule(
        contract.call("genesis").number(0),
        contract.call("epochSeconds").number(0),
        contract.call("auditWindowSeconds").number(0),
        contract.call("qualityWindowSeconds").number(0),
        contract.call("finalitySeconds").number(0));
  }

  public long startSeconds() {
    return contract.call("startSeconds").number(0);
  }

  public long noticeSeconds() {
    return contract.call("noticeSeconds").number(0);
  }

  public long offerLifeSeconds() {
    return contract.call("offerLifeSeconds").number(0);
  }

  public Market market(int id) {
    var values = contract.call("marketOf", id);
    return new Market(
        id, values.address("token"), (int) values.number("feeBps"), values.address("oracle"));
  }

  /// Newest epoch whose quality is final; empty before the first.
  public OptionalLong finalEpoch(int market) {
    var values = contract.call("finalEpoch", market);
    return values.flag(0) ? OptionalLong.of(values.number(1)) : OptionalLong.empty();
  }

  public AgreementView agreement(AgreementId id) {
    return agreementAt(id, BlockTag.LATEST);
  }

  public AgreementView agreementAt(AgreementId id, BlockTag at) {
    return AgreementView.of(id, contract.callAt(at, "agreementOf", id.value()).struct(0));
  }

  /// Many at once, in the same order.
  public List<AgreementView> agreements(List<AgreementId> ids) {
    var values = contract.callEach("agreementOf", arguments(ids));
    return IntStream.range(0, ids.size())
        .mapToObj(i -> AgreementView.of(ids.get(i), values.get(i).struct(0)))
        .toList();
  }

  /// What settling each of the agreements alone would pay now, token units, in the same order.
  public List<BigInteger> payable(List<AgreementId> ids) {
    var each = ids.stream().map(id -> List.<Object>of(List.of(id.value()))).toList();
    return contract.callEach("settleMany", each).stream().map(paid -> paid.integer(0)).toList();
  }

  /// Which epochs of a range the provider confirmed, both ends included, in order.
  public List<Boolean> confirmed(long providerId, long from, long through) {
    var each =
        LongStream.rangeClosed(from, through)
            .mapToObj(epoch -> List.<Object>of(providerId, epoch))
            .toList();
    return contract.callEach("isConfirmed", each).stream().map(values -> values.flag(0)).toList();
  }

  private static List<List<Object>> arguments(List<AgreementId> ids) {
    return ids.stream().map(id -> List.<Object>of(id.value())).toList();
  }

  public BigInteger earningsOf(long providerId, int market) {
    return contract.call("earningsOf", providerId, market).integer(0);
  }

  public BigInteger refundOf(Address account, Address token) {
    return contract.call("refundOf", account, token).integer(0);
  }

  /// What a dispute froze and nobody has got yet, token units; zeros when that is nothing.
  public Frozen frozenOf(BigInteger disputeId) {
    var values = contract.call("frozenOf", disputeId);
    return new Frozen(
        values.integer("fromCollateral"),
        values.integer("fromDeposit"),
        values.integer("fromEscrow"));
  }

  public BigInteger feesOf(int market) {
    return contract.call("feesOf", market).integer(0);
  }

  public Confirmed confirmedOf(long providerId) {
    var values = contract.call("confirmedOf", providerId);
    return new Confirmed(
        values.number(0),
        values.flag(1) ? OptionalLong.of(values.number(2)) : OptionalLong.empty());
  }

  /// Seconds that the provider's confirmed epochs count for less than their length, because its
  /// audits admitted losses.
  public long lackingOf(long providerId) {
    return contract.call("lackingBefore", providerId, Long.MAX_VALUE).number(0);
  }

  public boolean isConfirmed(long providerId, long epoch) {
    return contract.call("isConfirmed", providerId, epoch).flag(0);
  }

  /// Bytes that the provider's agreements reserve now: every offer of it is bounded by them.
  public long reservedOf(long providerId) {
    return contract.call("reservedOf", providerId).number(0);
  }

  /// The same of many providers at once, in the same order.
  public List<Long> reservedOf(List<Long> providerIds) {
    var each = providerIds.stream().map(id -> List.<Object>of(id)).toList();
    return contract.callEach("reservedOf", each).stream().map(values -> values.number(0)).toList();
  }

  public long offerNonceOf(long providerId) {
    return contract.call("offerNonceOf", providerId).number(0);
  }

  public Bytes32 hashSla(SlaTerms sla) {
    return contract.call("hashSla", sla.encode()).word(0);
  }

  public Call openWithAuthorization(
      SlaTerms sla, List<SignedOffer> offers, PaymentAuthorization authorization) {
    return contract.callOf(
        "openWithAuthorization",
        sla.encode(),
        offers.stream().map(SignedOffer::encode).toList(),
        authorization.encode());
  }

  public Call open(SlaTerms sla, List<SignedOffer> offers) {
    return contract.callOf("open", sla.encode(), offers.stream().map(SignedOffer::encode).toList());
  }

  /// Called and paid by the payer that the sponsorship names.
  ///
  /// @param signature the consumer's, over the sponsorship
  public Call openFor(
      SlaTerms sla, List<SignedOffer> offers, Sponsorship sponsorship, Bytes signature) {
    return contract.callOf(
        "openFor",
        sla.encode(),
        offers.stream().map(SignedOffer::encode).toList(),
        sponsorship.refundsPayer(),
        signature);
  }

  /// More money for an agreement that is not over, from the caller's allowance; token units.
  public Call topUp(AgreementId id, BigInteger deposit, BigInteger egressEscrow) {
    return contract.callOf("topUp", id.value(), deposit, egressEscrow);
  }

  /// Notes another rate that both sides signed; anybody may send it.
  public Call changeRate(SlaTerms sla, RateChange change, Bytes consumer, Bytes provider) {
    return contract.callOf("changeRate", sla.encode(), change.encode(), consumer, provider);
  }

  public RateChange.Newest rateChange(AgreementId id) {
    return RateChange.Newest.of(contract.call("rateChangeOf", id.value()));
  }

  /// Extends an agreement under its consumer's mandate, as its provider signed; anybody may send
  /// it.
  public Call renew(RenewalMandate mandate, Renewal renewal, Renewal.Signatures signatures) {
    return contract.callOf(
        "renew",
        mandate.encode(),
        renewal.encode(),
        signatures.consumer(),
        signatures.payer(),
        signatures.provider());
  }

  /// Voids all that the caller signed about renewals of the agreement.
  public Call revokeMandates(AgreementId id) {
    return contract.callOf("revokeMandates", id.value());
  }

  /// What the account's mandates for the agreement must carry to count.
  public long mandateNonceOf(AgreementId id, Address account) {
    return contract.call("mandateNonceOf", id.value(), account).number(0);
  }

  /// What renewals under the mandate took so far, token units.
  public BigInteger mandateSpentOf(Bytes32 mandate) {
    return contract.call("mandateSpentOf", mandate).integer(0);
  }

  public Call replaceLeg(SlaTerms sla, AgreementId old, LegTerms leg, SignedOffer offer) {
    return contract.callOf("replaceLeg", sla.encode(), old.value(), leg.encode(), offer.encode());
  }

  public Call settle(AgreementId id) {
    return contract.callOf("settle", id.value());
  }

  public Call settleMany(List<AgreementId> ids) {
    return contract.callOf("settleMany", ids.stream().map(AgreementId::value).toList());
  }

  /// Settles agreements of one provider and market, and pays them and what waited to its wallet.
  public Call settleAndWithdraw(List<AgreementId> ids) {
    return contract.callOf("settleAndWithdraw", ids.stream().map(AgreementId::value).toList());
  }

  public Call withdrawEarnings(long providerId, int market) {
    return contract.callOf("withdrawEarnings", providerId, market);
  }

  /// What earnings reached the payout wallet in a transaction, without the market's fee.
  public BigInteger withdrawnNet(Receipt receipt) {
    return contract.read(receipt, "EarningsWithdrawn").stream()
        .map(event -> event.values().integer("net"))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  public Call withdrawRefund(Address account, Address token) {
    return contract.callOf("withdrawRefund", account, token);
  }

  public Call sweepFees(int market) {
    return contract.callOf("sweepFees", market);
  }

  public Call giveNotice(AgreementId id) {
    return contract.callOf("giveNotice", id.value());
  }

  public Call end(AgreementId id) {
    return contract.callOf("end", id.value());
  }

  public Call voidAgreement(AgreementId id) {
    return contract.callOf("void_", id.value());
  }

  public Call endSla(Bytes32 slaId) {
    return contract.callOf("endSla", slaId);
  }

  public Call penaliseMiss(AgreementId id, long epoch) {
    return contract.callOf("penaliseMiss", id.value(), epoch);
  }

  public Call claimVoucher(Voucher voucher, Bytes signature) {
    return contract.callOf(
        "claimVoucher",
        voucher.agreementId().value(),
        voucher.cumulative(),
        voucher.servedBytes(),
        signature);
  }

  /// A bad one among them is skipped and reported.
  public Call claimVouchers(List<SignedVoucher> vouchers) {
    return contract.callOf("claimVouchers", vouchers.stream().map(SignedVoucher::encode).toList());
  }

  public Call cancelOffers(long providerId) {
    return contract.callOf("cancelOffers", providerId);
  }

  public Call createMarket(Address token, int feeBps, Address oracle) {
    return contract.callOf("createMarket", token, feeBps, oracle);
  }
}
