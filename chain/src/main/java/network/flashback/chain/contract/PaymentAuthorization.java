package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// An ERC-3009 `receiveWithAuthorization`: the consumer lets the Orchestrator take the payment of
/// one SLA, until a time.
///
/// @param validAfter unix second, exclusive
/// @param validBefore unix second, exclusive
public record PaymentAuthorization(long validAfter, long validBefore, Signature signature) {
  private static final StructType TYPE =
      StructType.parse(
          "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

  /// What the consumer's wallet signs.
  ///
  /// @param token domain of the token
  /// @param slaId the nonce: binds the payment to the terms
  public static TypedData typedData(
      Domain token,
      Address consumer,
      Address orchestrator,
      BigInteger total,
      long validAfter,
      long validBefore,
      Bytes32 slaId) {
    return new TypedData(
        token, TYPE.of(consumer, orchestrator, total, validAfter, validBefore, slaId));
  }

  List<Object> encode() {
    Bytes bytes = signature.toBytes();
    return List.of(
        validAfter,
        validBefore,
        signature.v(),
        Bytes32.of(bytes.toArray(), 0),
        Bytes32.of(bytes.toArray(), 32));
  }
}
