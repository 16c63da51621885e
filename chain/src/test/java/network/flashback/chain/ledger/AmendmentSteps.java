package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.Optional;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.RateChange;

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
}
