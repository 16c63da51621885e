package network.flashback.chain.ledger;

import java.math.BigInteger;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.evm.Bytes32;

/// The rules of renewals, for one model.
record Renewals(LedgerModel model) {
  private static final int EPOCHS_AHEAD_MOST = 90;
  private static final int AMOUNT_BITS = 80;
  private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(32);

  /// @param digest of the mandate
  /// @param payer account that the mandate names
  /// @param consumerSigned whether the mandate's signatures are those of consumer and payer
  /// @param providerSigned whether the renewal's is the node key's
  record Wanted(
      RenewalMandate mandate,
      Bytes32 digest,
      Renewal renewal,
      int payer,
      boolean consumerSigned,
      boolean payerSigned,
      boolean providerSigned) {}

  void renew(Wanted wanted) {
    var agreement = model.known(wanted.mandate().agreementId());
    Refusal.when(agreement.state != AgreementState.ACTIVE, "WrongState");
    requireGiven(agreement, wanted);
    requireOffered(agreement, wanted);
    requireWithin(agreement, wanted.mandate(), wanted.renewal());
    var renewal = wanted.renewal();
    var rates = new Rates(model);
    if (!renewal.rate().equals(agreement.rates.getLast().perSecond())) {
      rates.note(agreement, renewal.rate(), renewal.fromEpoch(), agreement.rates.size());
    }
    agreement.endEpoch = renewal.endEpoch();
    var added = rates.due(agreement).subtract(agreement.deposit).max(BigInteger.ZERO);
    if (wanted.payer() != model.slaOf(agreement).refundee) {
      added = added.max(price(renewal));
    }
    var deposit = agreement.deposit.add(added);
    Refusal.when(deposit.bitLength() > AMOUNT_BITS, "TopUpTooLarge");
    var spent = agreement.spentOf(wanted.digest()).add(added);
    Refusal.when(spent.compareTo(wanted.mandate().budget()) > 0, "MandateSpent");
    agreement.mandateSpent.put(wanted.digest(), spent);
    agreement.deposit = deposit;
    model.till.wallets.add(wanted.payer(), added.negate());
  }

  private static void requireGiven(Agreement agreement, Wanted wanted) {
    var mandate = wanted.mandate();
    boolean old = mandate.consumerNonce() != agreement.mandateNonceOf(agreement.consumer);
    Refusal.when(old, "MandateRevoked");
    Refusal.when(!wanted.consumerSigned(), "MandateSignatureInvalid");
    Refusal.when(
        mandate.payerNonce() != agreement.mandateNonceOf(wanted.payer()), "MandateRevoked");
    boolean same = wanted.payer() == agreement.consumer;
    Refusal.when(!same && !wanted.payerSigned(), "MandateSignatureInvalid");
  }

  private void requireOffered(Agreement agreement, Wanted wanted) {
    Refusal.when(model.clock.now > wanted.renewal().expiry(), "RenewalExpired");
    long nonce = model.offerNonce.getOrDefault(agreement.provider(), 0L);
    Refusal.when(wanted.renewal().offerNonce() != nonce, "OfferCancelled");
    boolean listed =
        model.stakes.of(agreement.provider()).compareTo(model.rules.listingStake()) >= 0;
    Refusal.when(!listed, "ProviderNotListed");
    Refusal.when(!wanted.providerSigned(), "RenewalSignatureInvalid");
  }

  private void requireWithin(Agreement agreement, RenewalMandate mandate, Renewal renewal) {
    Refusal.when(renewal.fromEpoch() != agreement.endEpoch, "RenewalNotNext");
    long left = agreement.endEpoch - model.clock.current();
    long window = Math.min(mandate.windowEpochs(), EPOCHS_AHEAD_MOST);
    Refusal.when(left > window || left <= 0, "RenewalOutsideWindow");
    long epochs = renewal.endEpoch() - renewal.fromEpoch();
    boolean fits = epochs >= 1 && epochs <= mandate.stepEpochs();
    Refusal.when(!fits || renewal.endEpoch() > mandate.latestEnd(), "RenewalTooLong");
    Refusal.when(renewal.rate().compareTo(mandate.maximumRate()) > 0, "RateAboveMandate");
    Refusal.when(
        agreement.collateral.compareTo(mandate.collateral()) < 0, "CollateralBelowMandate");
  }

  /// Of the added epochs, rounded up.
  private BigInteger price(Renewal renewal) {
    long seconds = (renewal.endEpoch() - renewal.fromEpoch()) * model.clock.schedule.epochSeconds();
    var exact = renewal.rate().multiply(BigInteger.valueOf(seconds));
    return exact.add(UNIT).subtract(BigInteger.ONE).divide(UNIT);
  }

  void revoke(Agreement agreement, int account) {
    agreement.mandateNonces.merge(account, 1L, Long::sum);
  }
}
