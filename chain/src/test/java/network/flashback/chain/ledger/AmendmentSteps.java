package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.Optional;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.RateChange;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;

/// The steps of a history on which both sides agree while an agreement runs.
final class AmendmentSteps {
  private final LedgerChain chain;
  private final Chooser choose;

  AmendmentSteps(LedgerChain chain, Chooser choose) {
    this.chain = chain;
    this.choose = choose;
  }

  Optional<Step> changeRate(LedgerModel model) {
    return choose
        .agreement(model, each -> each.state == AgreementState.ACTIVE)
        .map(
            each -> {
              long fromEpoch =
                  model.clock.current()
                      + (choose.chance(4) ? choose.between(90, 91) : choose.between(1, 4))
                      - (choose.chance(4) ? 4 : 0);
              long number = each.rates.size() + (choose.chance(4) ? choose.between(-1, 1) : 0);
              var change =
                  new RateChange(each.id, rate(each), Math.max(0, fromEpoch), Math.max(0, number));
              boolean agreed = !choose.chance(4);
              return step(model, each, change, agreed);
            });
  }

  /// Down more often than up, which wants more money than most agreements have.
  private BigInteger rate(Agreement agreement) {
    var rate = agreement.rates.getLast().perSecond();
    if (choose.chance(3)) {
      return rate;
    }
    return choose.chance(65)
        ? choose.ofBits(rate.bitLength()).min(rate)
        : rate.add(choose.ofBits(Math.max(1, rate.bitLength() - 2)));
  }

  private Step step(LedgerModel model, Agreement agreement, RateChange change, boolean agreed) {
    var orchestrator = chain.contracts.orchestrator();
    var data = change.typedData(orchestrator.domain());
    int signer = agreed ? agreement.consumer : LedgerChain.STRANGER;
    var consumer = chain.key(signer).sign(data).toBytes();
    var provider = chain.key(LedgerChain.ownerOf(agreement.provider())).sign(data).toBytes();
    var terms = model.slaOf(agreement).terms;
    return Step.quiet(
        agreement.rates.size() > 1 ? "changeRate, a further one" : "changeRate",
        "change to " + change,
        LedgerChain.STRANGER,
        orchestrator.changeRate(terms, change, consumer, provider),
        next -> new Rates(next).change(new Rates.Wanted(change, agreed)));
  }

  /// Mostly under a mandate that stays the same, so that it is used up.
  Optional<Step> renew(LedgerModel model) {
    return choose
        .agreement(model, each -> each.state == AgreementState.ACTIVE)
        .map(
            each -> {
              int payer = choose.chance(65) ? each.consumer : anotherThan(each.consumer);
              var mandate = mandate(model, each, payer);
              return renewal(each, mandate, payer, drawn(model, each, mandate));
            });
  }

  private static int anotherThan(int consumer) {
    return LedgerChain.CONSUMERS + 1 - consumer;
  }

  private RenewalMandate mandate(LedgerModel model, Agreement agreement, int payer) {
    boolean standing = choose.chance(70);
    long firstEnd = model.slaOf(agreement).endEpoch;
    return new RenewalMandate(
        agreement.id,
        chain.address(payer),
        standing ? agreement.leg.rate().shiftLeft(1) : choose.ofBits(89),
        standing ? 6 : choose.between(0, 6),
        standing ? 90 : choose.between(0, 95),
        firstEnd + (standing ? 16 : choose.between(0, 30)),
        standing ? agreement.leg.deposit().shiftLeft(1) : choose.ofBits(70),
        standing ? BigInteger.ZERO : choose.ofBits(agreement.leg.collateral().bitLength()),
        agreement.mandateNonceOf(agreement.consumer) + (choose.chance(3) ? 1 : 0),
        agreement.mandateNonceOf(payer) + (choose.chance(3) ? 1 : 0));
  }

  private Renewal drawn(LedgerModel model, Agreement agreement, RenewalMandate mandate) {
    long from = agreement.endEpoch + (choose.chance(4) ? choose.between(-1, 1) : 0);
    long most = Math.clamp(mandate.latestEnd() - from, 1, Math.max(1, mandate.stepEpochs()));
    return new Renewal(
        from,
        from + choose.between(choose.chance(5) ? 0 : 1, most + (choose.chance(5) ? 1 : 0)),
        choose.chance(60) ? agreement.rates.getLast().perSecond() : rate(agreement),
        model.clock.now + (choose.chance(4) ? choose.between(-1, 0) : 1_000),
        model.offerNonce.getOrDefault(agreement.provider(), 0L) + (choose.chance(3) ? 1 : 0));
  }

  private Step renewal(Agreement agreement, RenewalMandate mandate, int payer, Renewal renewal) {
    var orchestrator = chain.contracts.orchestrator();
    var data = mandate.typedData(orchestrator.domain());
    var offered = renewal.typedData(orchestrator.domain(), data.digest());
    boolean consumerSigned = !choose.chance(3);
    boolean payerSigned = !choose.chance(3);
    boolean providerSigned = !choose.chance(3);
    int consumer = consumerSigned ? agreement.consumer : LedgerChain.STRANGER;
    int owner = LedgerChain.ownerOf(agreement.provider());
    var signatures =
        new Renewal.Signatures(
            chain.key(consumer).sign(data).toBytes(),
            chain.key(payerSigned ? payer : LedgerChain.STRANGER).sign(data).toBytes(),
            chain.key(providerSigned ? owner : LedgerChain.STRANGER).sign(offered).toBytes());
    var wanted =
        new Renewals.Wanted(
            mandate, data.digest(), renewal, payer, consumerSigned, payerSigned, providerSigned);
    boolean same = renewal.rate().equals(agreement.rates.getLast().perSecond());
    return Step.quiet(
        same ? "renew" : "renew, at another rate",
        renewal + " under " + mandate,
        LedgerChain.STRANGER,
        orchestrator.renew(mandate, renewal, signatures),
        next -> new Renewals(next).renew(wanted));
  }

  Optional<Step> revokeMandates(LedgerModel model) {
    return choose
        .anyOf(model.agreements.values())
        .map(
            each -> {
              int account = (int) choose.between(1, LedgerChain.CONSUMERS);
              return Step.quiet(
                  "revokeMandates",
                  "revoke mandates of " + each.id + " by " + account,
                  account,
                  chain.contracts.orchestrator().revokeMandates(each.id),
                  next -> new Renewals(next).revoke(next.known(each.id), account));
            });
  }
}
