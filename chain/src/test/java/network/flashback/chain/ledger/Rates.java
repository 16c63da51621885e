package network.flashback.chain.ledger;

import java.math.BigInteger;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.RateChange;

/// The rules of rates that change, for one model: each confirmed second has the rate of its epoch,
/// out of a list of all rates that there ever were.
record Rates(LedgerModel model) {
  private static final int EPOCHS_AHEAD_MOST = 90;
  private static final int RATE_BITS = 88;
  private static final int FRACTION_BITS = 32;

  /// @param signed by the consumer itself and by the provider's node key
  record Wanted(RateChange change, boolean signed) {}

  void change(Wanted wanted) {
    var change = wanted.change();
    var agreement = model.known(change.agreementId());
    Refusal.when(agreement.state != AgreementState.ACTIVE, "WrongState");
    var sla = model.slaOf(agreement);
    var mandate = sla.terms.maximumRate();
    boolean above = mandate.signum() > 0 && change.rate().compareTo(mandate) > 0;
    Refusal.when(above || change.rate().bitLength() > RATE_BITS, "RateAboveMandate");
    Refusal.when(!wanted.signed(), "ChangeSignatureInvalid");
    long ahead = change.fromEpoch() - model.clock.current();
    boolean coming = ahead >= 1 && ahead <= EPOCHS_AHEAD_MOST;
    Refusal.when(!coming || change.fromEpoch() >= agreement.endEpoch, "ChangeOutsideEpochs");
    var before = agreement.rates.getLast();
    note(agreement, change.rate(), change.fromEpoch(), change.number());
    boolean anothersMoney = sla.refundee != sla.consumer;
    boolean more = change.rate().compareTo(before.perSecond()) > 0;
    Refusal.when(anothersMoney && more, "RateAbovePayers");
    Refusal.when(due(agreement).compareTo(agreement.deposit) > 0, "FundsShort");
  }

  /// Both sides agreed, and the epoch is one to come.
  void note(Agreement agreement, BigInteger rate, long fromEpoch, long number) {
    if (agreement.isChanging()) {
      model.settle(agreement.id);
    }
    Refusal.when(agreement.isChanging(), "ChangeWaits");
    Refusal.when(number != agreement.rates.size(), "ChangeNumberWrong");
    var before = agreement.rates.getLast();
    Refusal.when(rate.equals(before.perSecond()), "RateUnchanged");
    Refusal.when(missesWait(agreement, before.fromEpoch()), "MissesWait");
    agreement.rates.add(new Agreement.Rate(fromEpoch, rate));
  }

  /// An epoch before `bound` was missed and not penalised.
  private boolean missesWait(Agreement agreement, long bound) {
    for (long epoch = Math.max(agreement.startEpoch, agreement.penalisedThrough);
        epoch < bound;
        epoch++) {
      if (!model.clock.isConfirmed(agreement.provider(), epoch)) {
        return true;
      }
    }
    return false;
  }

  /// Where the stream stands after it was paid from second `from` up to `until`, each second at its
  /// rate, or up to the last one that there is money for.
  Agreement.Paid paid(Agreement agreement, Agreement.Paid from, long until, BigInteger deposit) {
    var at = from;
    for (int i = 0; i < agreement.rates.size(); i++) {
      long limit =
          i + 1 < agreement.rates.size()
              ? secondsBefore(agreement, agreement.rates.get(i + 1).fromEpoch())
              : Long.MAX_VALUE;
      if (at.clock() < limit) {
        var part =
            agreement.paid(
                agreement.rates.get(i),
                at.clock(),
                Math.min(until, limit),
                deposit.subtract(at.pay()),
                at.fraction());
        at = new Agreement.Paid(at.pay().add(part.pay()), part.clock(), part.fraction());
        if (at.clock() < limit) {
          break;
        }
      }
    }
    return at;
  }

  /// Whether a settlement of the epochs before `bound` that left the stream at `clock` reached over
  /// the change that waits.
  boolean turns(Agreement agreement, long clock, long bound) {
    if (!agreement.isChanging()) {
      return false;
    }
    long from = agreement.rates.getLast().fromEpoch();
    boolean certain = model.clock.newestConfirmed(agreement.provider()).orElse(-1) + 1 >= from;
    return certain && from < bound && clock >= secondsBefore(agreement, from);
  }

  private long secondsBefore(Agreement agreement, long epoch) {
    return model.clock.confirmedSeconds(agreement.provider(), epoch - 1);
  }

  /// What the agreement's epochs before `bound` pay if all are confirmed, rounded down once for
  /// each rate.
  BigInteger payable(Agreement agreement, long bound) {
    var sum = BigInteger.ZERO;
    for (int i = 0; i < agreement.rates.size(); i++) {
      long from = Math.max(agreement.startEpoch, agreement.rates.get(i).fromEpoch());
      long to =
          i + 1 < agreement.rates.size()
              ? Math.min(bound, agreement.rates.get(i + 1).fromEpoch())
              : bound;
      long epochs = Math.max(0, to - from);
      sum = sum.add(agreement.rates.get(i).payFor(epochs * model.clock.schedule.epochSeconds()));
    }
    return sum;
  }

  /// As if every epoch were confirmed that still can be, and the end were there.
  BigInteger due(Agreement agreement) {
    long left = secondsLeft(agreement, agreement.endEpoch);
    var rate = agreement.rates.get(agreement.shown).perSecond();
    var earned = rate.multiply(BigInteger.valueOf(left));
    if (agreement.isChanging()) {
      var last = agreement.rates.getLast();
      long behind = left - secondsLeft(agreement, Math.min(last.fromEpoch(), agreement.endEpoch));
      var more = last.perSecond().subtract(rate).multiply(BigInteger.valueOf(behind));
      earned = earned.add(more);
    }
    return earned.add(agreement.fraction).shiftRight(FRACTION_BITS);
  }

  private long secondsLeft(Agreement agreement, long bound) {
    var clock = model.clock;
    long newest = clock.newestConfirmed(agreement.provider()).orElse(-1);
    long next = Math.max(newest + 1, agreement.startEpoch);
    long confirmed = secondsBefore(agreement, bound) - model.clockOf(agreement);
    return confirmed + Math.max(0, bound - next) * clock.schedule.epochSeconds();
  }
}
