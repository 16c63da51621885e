package network.flashback.chain.ledger;

import java.math.BigInteger;
import network.flashback.chain.contract.AgreementId;

/// The rules of disputed sums, for one model.
record Disputes(LedgerModel model) {
  /// Amounts have 80 bits.
  private static final int AMOUNT_BITS = 80;

  /// What one dispute holds.
  record Frozen(
      AgreementId id, BigInteger fromCollateral, BigInteger fromDeposit, BigInteger fromEscrow) {
    BigInteger total() {
      return fromCollateral.add(consumers());
    }

    /// The part that was the consumer's side's.
    BigInteger consumers() {
      return fromDeposit.add(fromEscrow);
    }
  }

  BigInteger freeze(long dispute, AgreementId id, boolean againstProvider, BigInteger amount) {
    Refusal.when(model.frozen.containsKey(dispute), "FrozenAlready");
    var agreement = model.known(id);
    Refusal.when(agreement.startEpoch == 0, "WrongState");
    long over = Math.min(model.clock.current(), agreement.endEpoch);
    var cap = new Rates(model).payable(agreement, over);
    Refusal.when(amount.compareTo(cap) > 0, "FreezeAboveCap");
    var sum = new Frozen(id, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    if (agreement.isLive()) {
      sum = againstProvider ? ofProvider(agreement, amount) : ofConsumer(agreement, amount);
    }
    agreement.collateral = agreement.collateral.subtract(sum.fromCollateral());
    agreement.deposit = agreement.deposit.subtract(sum.fromDeposit());
    agreement.egressEscrow = agreement.egressEscrow.subtract(sum.fromEscrow());
    model.frozen.put(dispute, sum);
    return sum.total();
  }

  private static Frozen ofProvider(Agreement agreement, BigInteger amount) {
    var collateral = agreement.collateral.min(amount);
    return new Frozen(agreement.id, collateral, BigInteger.ZERO, BigInteger.ZERO);
  }

  private Frozen ofConsumer(Agreement agreement, BigInteger amount) {
    var spare = agreement.deposit.subtract(new Rates(model).due(agreement)).max(BigInteger.ZERO);
    var deposit = spare.min(amount);
    var unclaimed = agreement.egressEscrow.subtract(agreement.egressClaimed);
    var escrow = unclaimed.min(amount.subtract(deposit));
    return new Frozen(agreement.id, BigInteger.ZERO, deposit, escrow);
  }

  BigInteger release(long dispute, boolean forClaimant) {
    var sum = model.frozen.remove(dispute);
    if (sum == null) {
      throw new Refusal("NothingFrozen");
    }
    var agreement = model.known(sum.id());
    if (!forClaimant) {
      thaw(agreement, sum);
      return BigInteger.ZERO;
    }
    model.till.earnings.add(agreement.provider(), sum.consumers());
    model.till.slashed.add(agreement.consumer, sum.fromCollateral());
    model.stakes.committed.add(agreement.provider(), sum.fromCollateral().negate());
    return sum.total();
  }

  private void thaw(Agreement agreement, Frozen sum) {
    var deposit = agreement.deposit.add(sum.fromDeposit());
    var escrow = agreement.egressEscrow.add(sum.fromEscrow());
    boolean fits = deposit.bitLength() <= AMOUNT_BITS && escrow.bitLength() <= AMOUNT_BITS;
    if (agreement.isLive() && fits) {
      agreement.deposit = deposit;
      agreement.egressEscrow = escrow;
    } else {
      model.till.refunds.add(model.slaOf(agreement).refundee, sum.consumers());
    }
    if (agreement.isLive()) {
      agreement.collateral = agreement.collateral.add(sum.fromCollateral());
    } else {
      model.stakes.commit(agreement.provider(), sum.fromCollateral().negate());
    }
  }
}
