package network.flashback.evm.transaction;

import com.esaulpaugh.headlong.rlp.RLPEncoder;
import com.esaulpaugh.headlong.util.Integers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;

/// A transaction ready to be sent.
public record SignedTransaction(Transaction transaction, Signature signature) {
  /// The bytes for `eth_sendRawTransaction`.
  public Bytes encoded() {
    List<Object> fields = new ArrayList<>(transaction.fields());
    fields.add(Integers.toBytes(signature.recoveryId()));
    fields.add(Transaction.minimal(signature.r().toInteger()));
    fields.add(Transaction.minimal(signature.s().toInteger()));
    return Bytes.concat(new byte[] {Transaction.TYPE}, RLPEncoder.list(fields));
  }

  /// The name under which the chain knows the transaction.
  public Bytes32 hash() {
    return encoded().keccak256();
  }

  public Optional<Address> sender() {
    return signature.signerOf(transaction.signingHash());
  }
}
