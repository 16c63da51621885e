package network.flashback.node.serve;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.evm.Address;

/// A key that was let in for one agreement. What it may do is asked again of the chain every few
/// seconds.
final class Session {
  final AgreementId agreement;
  final Address key;
  final long expiry;
  final ReentrantLock checking = new ReentrantLock();
  private volatile Standing standing;

  /// What the chain said last.
  ///
  /// @param rights mask of [network.flashback.chain.contract.Rights]; all for the consumer itself
  record Standing(AgreementView agreement, int rights, Instant checkedAt) {}

  Session(AgreementId agreement, Address key, long expiry, Standing standing) {
    this.agreement = agreement;
    this.key = key;
    this.expiry = expiry;
    this.standing = standing;
  }

  Standing standing() {
    return standing;
  }

  void renew(Standing next) {
    standing = next;
  }

  AgreementView view() {
    return standing.agreement();
  }

  /// Whether something signed by `signer` binds the consumer here.
  boolean bindsBy(Address signer, int right) {
    return signer.equals(view().consumer())
        || (signer.equals(key) && (standing.rights() & right) == right);
  }
}
