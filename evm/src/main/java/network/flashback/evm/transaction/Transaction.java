package network.flashback.evm.transaction;

import com.esaulpaugh.headlong.rlp.RLPEncoder;
import com.esaulpaugh.headlong.util.Integers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.Wei;

/// A transaction with the fees of EIP-1559, not yet signed. Without a recipient it creates a
/// contract.
public record Transaction(
    long chainId,
    long nonce,
    Wei maxPriorityFeePerGas,
    Wei maxFeePerGas,
    long gasLimit,
    Optional<Address> to,
    Wei value,
    Bytes input) {
  static final byte TYPE = 2;

  public Transaction {
    if (chainId <= 0 || nonce < 0 || gasLimit <= 0) {
      throw new IllegalArgumentException(
          "A transaction needs a positive chain id and gas limit and a nonce of 0 or more, not chain id "
              + chainId
              + ", gas limit "
              + gasLimit
              + ", nonce "
              + nonce
              + ".");
    }
    if (maxPriorityFeePerGas.compareTo(maxFeePerGas) > 0) {
      throw new IllegalArgumentException(
          "The priority fee ("
              + maxPriorityFeePerGas
              + " per gas) exceeds the maximum fee ("
              + maxFeePerGas
              + " per gas), of which it is a part.");
    }
  }

  /// What the sender signs.
  public Bytes32 signingHash() {
    return Keccak256.hash(new byte[] {TYPE}, RLPEncoder.list(fields()));
  }

  /// The most that the transaction can cost its sender.
  public Wei largestCost() {
    return maxFeePerGas.times(gasLimit).plus(value);
  }

  List<Object> fields() {
    List<Object> fields = new ArrayList<>();
    fields.add(Integers.toBytes(chainId));
    fields.add(Integers.toBytes(nonce));
    fields.add(minimal(maxPriorityFeePerGas.amount()));
    fields.add(minimal(maxFeePerGas.amount()));
    fields.add(Integers.toBytes(gasLimit));
    fields.add(to.map(Address::toArray).orElseGet(() -> new byte[0]));
    fields.add(minimal(value.amount()));
    fields.add(input.toArray());
    fields.add(List.of()); // access list
    return fields;
  }

  /// Big-endian without leading zeros; zero is the empty string, as RLP wants numbers.
  static byte[] minimal(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
