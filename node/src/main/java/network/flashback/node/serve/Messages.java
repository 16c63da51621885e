package network.flashback.node.serve;

import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Address;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;
import network.flashback.node.store.Piece;

/// What a node and its callers sign for each other, under the domain "Flashback Node".
///
/// @param domain of this network's nodes
public record Messages(Domain domain) {
  private static final StructType SESSION =
      StructType.parse("Session(uint128 agreementId,address key,uint64 providerId,uint64 expiry)");
  private static final StructType RECEIPT =
      StructType.parse(
          "Receipt(uint128 agreementId,bytes32 pieceId,uint64 slot,uint64 bytes,uint64 leaves,bytes32 root,uint8 treeHash)");

  public static Messages of(long chainId, Address orchestrator) {
    return new Messages(Domain.of("Flashback Node", "1", chainId, orchestrator));
  }

  TypedData session(AgreementId agreement, Address key, long providerId, long expiry) {
    return new TypedData(domain, SESSION.of(agreement.value(), key, providerId, expiry));
  }

  TypedData receipt(AgreementId agreement, Piece piece) {
    return new TypedData(
        domain,
        RECEIPT.of(
            agreement.value(),
            piece.id(),
            piece.slot(),
            piece.bytes(),
            piece.leaves(),
            piece.root(),
            piece.treeHash().code()));
  }
}
