package network.flashback.chain.contract;

import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// What a reporter signs about one epoch.
///
/// @param root over the breaches; zero when there is none
/// @param recordsHash of the bundle of signed summaries it was computed from
public record QualityRoot(long epoch, Bytes32 root, Bytes32 recordsHash) {
  private static final StructType TYPE =
      StructType.parse("QualityRoot(uint32 epoch,bytes32 root,bytes32 recordsHash)");

  public TypedData typedData(Domain qualityOracle) {
    return new TypedData(qualityOracle, TYPE.of(epoch, root, recordsHash));
  }
}
