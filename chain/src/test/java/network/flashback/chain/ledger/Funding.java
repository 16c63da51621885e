package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementState;

/// What pays for a leg in the place of another one, each in its turn until nothing is missing: what
/// is left of the old leg, what its slashes gave the consumer, the reserve.
record Funding(LedgerModel model, Sla sla, Agreement old) {
  private record Source(BigInteger most, Taking taking) {}

  private interface Taking {
    void take(BigInteger amount);
  }

  void pay(BigInteger wanted) {
    var till = model.till;
    boolean live = old.isLive();
    var sources =
        List.of(
            new Source(
                live ? closed() : refundable(),
                amount -> till.refunds.add(sla.refundee, amount.negate())),
            new Source(share(), amount -> till.slashed.add(sla.consumer, amount.negate())),
            new Source(sla.reserve, amount -> sla.reserve = sla.reserve.subtract(amount)));
    var missing = wanted;
    for (var source : sources) {
      var amount = source.most().min(missing);
      source.taking().take(amount);
      missing = missing.subtract(amount);
    }
    Refusal.when(missing.signum() > 0, "FundsShort");
  }

  /// Billed and ended; what is left is a refund first.
  private BigInteger closed() {
    model.settleThrough(old, LedgerModel.EVERYTHING);
    var left = model.close(old, AgreementState.CLOSED);
    model.till.refunds.add(sla.refundee, left);
    return left;
  }

  private BigInteger refundable() {
    sla.lost--;
    old.replaceable = false;
    return old.breachRefund.min(model.till.refunds.of(sla.refundee));
  }

  /// The consumer's own: nothing where the rest of the new leg goes to somebody else.
  private BigInteger share() {
    return sla.refundee == sla.consumer
        ? old.slashShare.min(model.till.slashed.of(sla.consumer))
        : BigInteger.ZERO;
  }
}
