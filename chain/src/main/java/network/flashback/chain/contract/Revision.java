package network.flashback.chain.contract;

import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;
import network.flashback.evm.possession.TreeHash;

/// What consumer and provider agree is stored under one agreement.
///
/// @param root of the unit's tree
/// @param leaves of 256 bytes under it
/// @param sequence grows with every revision
/// @param treeHash of its pieces; the first revision fixes it for the agreement
public record Revision(
    AgreementId agreementId, Bytes32 root, long leaves, long sequence, TreeHash treeHash) {
  private static final StructType TYPE =
      StructType.parse(
          "Revision(uint128 agreementId,bytes32 root,uint64 leaves,uint64 sequence,uint8 treeHash)");

  /// What both sides sign.
  public TypedData typedData(Domain possessionVerifier) {
    return new TypedData(
        possessionVerifier, TYPE.of(agreementId.value(), root, leaves, sequence, treeHash.code()));
  }

  List<Object> encode() {
    return List.of(agreementId.value(), root, leaves, sequence, treeHash.code());
  }
}
