package network.flashback.providers.node;

import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;
import network.flashback.evm.possession.TreeHash;

/// What consumers and nodes sign for each other (EIP-712), bound to one chain and its contracts.
///
/// Sessions and receipts stay between the two, under the domain "Flashback Node"; revisions and
/// vouchers are for the contracts.
public final class NodeMessages {
  private static final StructType SESSION =
      StructType.parse("Session(uint128 agreementId,address key,uint64 providerId,uint64 expiry)");
  private static final StructType RECEIPT =
      StructType.parse(
          "Receipt(uint128 agreementId,bytes32 pieceId,uint64 slot,uint64 bytes,uint64 leaves,bytes32 root,uint8 treeHash)");
  private static final StructType REVISION =
      StructType.parse(
          "Revision(uint128 agreementId,bytes32 root,uint64 leaves,uint64 sequence,uint8 treeHash)");
  private static final StructType VOUCHER =
      StructType.parse("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)");

  private final Domain node;
  private final Domain orchestrator;
  private final Domain verifier;

  /// @param verifier address of the PossessionVerifier
  public NodeMessages(long chainId, Address orchestrator, Address verifier) {
    this.node = Domain.of("Flashback Node", "1", chainId, orchestrator);
    this.orchestrator = Domain.of("Flashback", "1", chainId, orchestrator);
    this.verifier = Domain.of("Flashback", "1", chainId, verifier);
  }

  /// A session key's wish to be let in until `expiry`, unix seconds.
  public TypedData session(BigInteger agreementId, Address key, long providerId, long expiry) {
    return new TypedData(node, SESSION.of(agreementId, key, providerId, expiry));
  }

  /// A node's word that it holds a piece.
  public TypedData receipt(
      BigInteger agreementId,
      Bytes32 pieceId,
      long slot,
      long bytes,
      long leaves,
      Bytes32 root,
      TreeHash treeHash) {
    return new TypedData(
        node, RECEIPT.of(agreementId, pieceId, slot, bytes, leaves, root, treeHash.code()));
  }

  /// What both say is stored.
  public TypedData revision(
      BigInteger agreementId, Bytes32 root, long leaves, long sequence, TreeHash treeHash) {
    return new TypedData(
        verifier, REVISION.of(agreementId, root, leaves, sequence, treeHash.code()));
  }

  /// The consumer's cumulative promise for bytes served, token units.
  public TypedData voucher(BigInteger agreementId, BigInteger cumulative, long servedBytes) {
    return new TypedData(orchestrator, VOUCHER.of(agreementId, cumulative, servedBytes));
  }
}
