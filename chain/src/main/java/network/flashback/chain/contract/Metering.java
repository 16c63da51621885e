package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// The holder's word on how much of its cloud credits were used.
///
/// @param cumulative credits ever used of the series
/// @param recordsHash of the records behind it
public record Metering(
    BigInteger seriesId, Address holder, BigInteger cumulative, Bytes32 recordsHash) {
  private static final StructType TYPE =
      StructType.parse(
          "Metering(uint256 seriesId,address holder,uint128 cumulative,bytes32 recordsHash)");

  /// What the holder, or a key of its, signs.
  public TypedData typedData(Domain cloudCredits) {
    return new TypedData(cloudCredits, TYPE.of(seriesId, holder, cumulative, recordsHash));
  }
}
