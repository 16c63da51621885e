package network.flashback.evm;

import network.flashback.evm.eip712.TypedData;
import network.flashback.evm.transaction.SignedTransaction;
import network.flashback.evm.transaction.Transaction;

/// Whoever can sign for one address: a key in memory, or a device that keeps its key to itself.
public interface Wallet {
  Address address();

  /// Signs a hash as it is. Danger: never sign a hash of unknown origin, it may be a transaction.
  Signature sign(Bytes32 digest);

  default Signature sign(TypedData data) {
    return sign(data.digest());
  }

  default SignedTransaction sign(Transaction transaction) {
    return new SignedTransaction(transaction, sign(transaction.signingHash()));
  }
}
