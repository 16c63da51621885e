package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;

/// The rules of egress and of top-ups, for one model.
record Additions(LedgerModel model) {
  /// Amounts have 80 bits.
  private static final int AMOUNT_BITS = 80;

  /// @param signer whose signature the voucher has
  record Claim(AgreementId id, BigInteger cumulative, int signer) {}

  BigInteger claimVoucher(Claim claim) {
    var agreement = model.known(claim.id());
    var cumulative = claim.cumulative();
    Refusal.when(!agreement.isLive(), "WrongState");
    Refusal.when(cumulative.compareTo(agreement.egressClaimed) <= 0, "VoucherNotHigher");
    Refusal.when(cumulative.compareTo(agreement.egressEscrow) > 0, "VoucherAboveEscrow");
    Refusal.when(claim.signer() != agreement.consumer, "VoucherSignerUnknown");
    var paid = cumulative.subtract(agreement.egressClaimed);
    agreement.egressClaimed = cumulative;
    model.till.earnings.add(agreement.provider(), paid);
    return paid;
  }

  /// Those that would be refused are left out.
  BigInteger claimVouchers(List<Claim> claims) {
    var paid = BigInteger.ZERO;
    for (var claim : claims) {
      try {
        paid = paid.add(claimVoucher(claim));
      } catch (Refusal skipped) {
        // Nothing of it happened: a verb refuses before it changes anything.
      }
    }
    return paid;
  }

  void topUp(AgreementId id, int payer, BigInteger deposit, BigInteger egressEscrow) {
    var agreement = model.known(id);
    boolean begins = agreement.state == AgreementState.OPEN;
    Refusal.when(!begins && !agreement.isLive(), "WrongState");
    var sum = deposit.add(egressEscrow);
    Refusal.when(sum.signum() == 0, "NothingToAdd");
    var deposited = agreement.deposit.add(deposit);
    var escrowed = agreement.egressEscrow.add(egressEscrow);
    boolean large = deposited.bitLength() > AMOUNT_BITS || escrowed.bitLength() > AMOUNT_BITS;
    Refusal.when(large, "TopUpTooLarge");
    agreement.deposit = deposited;
    agreement.egressEscrow = escrowed;
    model.till.wallets.add(payer, sum.negate());
  }
}
