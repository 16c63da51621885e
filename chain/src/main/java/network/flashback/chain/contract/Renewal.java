package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// One extension of an agreement, which its provider's node key signs together with the digest of
/// the consumer's mandate: `Renewal` of Types.sol.
///
/// @param fromEpoch the agreement's end until then
/// @param endEpoch its end from then on: the first epoch that pays no more
/// @param rate token units per confirmed second from `fromEpoch` on, 64.32
/// @param expiry unix second after which nobody may carry it out
/// @param offerNonce of the provider
public record Renewal(
    long fromEpoch, long endEpoch, BigInteger rate, long expiry, long offerNonce) {
  private static final StructType TYPE =
      StructType.parse(
          "Renewal(bytes32 mandate,uint32 fromEpoch,uint32 endEpoch,uint96 rate,uint32 expiry,uint32 offerNonce)");

  /// The words of all who must agree.
  ///
  /// @param payer empty where the payer is the consumer
  public record Signatures(Bytes consumer, Bytes payer, Bytes provider) {}

  /// What the provider signs.
  public TypedData typedData(Domain orchestrator, Bytes32 mandate) {
    return new TypedData(
        orchestrator, TYPE.of(mandate, fromEpoch, endEpoch, rate, expiry, offerNonce));
  }

  List<Object> encode() {
    return List.of(fromEpoch, endEpoch, rate, expiry, offerNonce);
  }
}
