package network.flashback.settlement.verify;

import java.math.BigInteger;
import java.util.Set;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Address;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Trace;

/// Judges what was paid for egress again: each claim paid what its voucher says beyond the one
/// before, and the voucher is signed by the consumer or by a key to which it gave that right.
final class VoucherCheck {
  private final Set<Address> keys;
  private final Findings findings;

  /// @param keys to which the statement's consumer ever gave the right to sign vouchers
  VoucherCheck(Set<Address> keys, Findings findings) {
    this.keys = Set.copyOf(keys);
    this.findings = findings;
  }

  void check(Statement statement) {
    statement.agreements().forEach(line -> check(line, statement.consumer()));
  }

  private void check(Line line, Address consumer) {
    var claimed = BigInteger.ZERO;
    for (Trace.Claim claim : line.trace().vouchers()) {
      VoucherClaim paid = claim.claim();
      if (!claimed.add(paid.paid()).equals(paid.cumulative())) {
        findings.differs(
            "Agreement %s: %s were paid for a voucher after %s, but %s are claimed in all (transaction %s)."
                .formatted(
                    line.id(), paid.paid(), claimed, paid.cumulative(), claim.transaction()));
      }
      claimed = paid.cumulative();
      checkSigner(line, claim, consumer);
    }
    if (!claimed.equals(line.egress())) {
      findings.differs(
          "Agreement %s: %s were paid for egress, but its vouchers were claimed for %s."
              .formatted(line.id(), line.egress(), claimed));
    }
  }

  private void checkSigner(Line line, Trace.Claim claim, Address consumer) {
    if (claim.voucher().isEmpty()) {
      findings.leavesOpen(
          "Agreement %s: a voucher was claimed through another contract (transaction %s), whose input does not show who signed it."
              .formatted(line.id(), claim.transaction()));
    } else if (claim.signer().isEmpty()) {
      findings.leavesOpen(
          "Agreement %s: a voucher carries no signature of a key (transaction %s); the wallet of consumer %s was asked by the contract alone."
              .formatted(line.id(), claim.transaction(), consumer));
    } else if (!claim.signer().get().equals(consumer) && !keys.contains(claim.signer().get())) {
      findings.differs(
          "Agreement %s: a voucher is signed by %s, to whom consumer %s never gave the right (transaction %s)."
              .formatted(line.id(), claim.signer().get(), consumer, claim.transaction()));
    } else {
      findings.countVoucher();
    }
  }
}
