package network.flashback.chain.contract;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Answer to one challenge as the contract takes it: `PossessionProof` of Types.sol, of a unit of
/// less than 2^40 leaves.
///
/// @param leaf 256 bytes
/// @param piecePath siblings inside the piece, from the leaf upwards
/// @param pieceLeaves leaves of the piece
/// @param pieceIndex index of the leaf inside its piece
/// @param unitPath siblings of the piece inside the unit, upwards
/// @param unitPathLeaves leaf counts of those siblings
/// @param unitPathLeft bit i is set when sibling i stands on the left
public record PossessionTerms(
    Bytes leaf,
    List<Bytes32> piecePath,
    long pieceLeaves,
    long pieceIndex,
    List<Bytes32> unitPath,
    List<Long> unitPathLeaves,
    BigInteger unitPathLeft) {
  private static final int LEAF = 256;

  /// Levels of a tree, and bits of a count of leaves, that the contract takes: 2^40 leaves are 256
  /// TiB.
  private static final int HEIGHT_MAX = 40;

  private static final int HEAD = 17;
  private static final int SIBLING = Bytes32.SIZE + 5;

  public PossessionTerms {
    piecePath = List.copyOf(piecePath);
    unitPath = List.copyOf(unitPath);
    unitPathLeaves = List.copyOf(unitPathLeaves);
    if (leaf.size() != LEAF) {
      throw new IllegalArgumentException("A leaf has " + LEAF + " bytes, not " + leaf.size() + ".");
    }
    if (unitPath.size() != unitPathLeaves.size()
        || piecePath.size() > HEIGHT_MAX
        || unitPath.size() > HEIGHT_MAX) {
      throw new IllegalArgumentException(
          "A path has at most %d siblings, and as many counts: here %d inside the piece, %d and %d counts inside the unit."
              .formatted(HEIGHT_MAX, piecePath.size(), unitPath.size(), unitPathLeaves.size()));
    }
    requireCount("index of the leaf", pieceIndex);
    requireCount("count of leaves", pieceLeaves);
    unitPathLeaves.forEach(leaves -> requireCount("count of leaves", leaves));
    if (unitPathLeft.signum() < 0 || unitPathLeft.bitLength() > unitPath.size()) {
      throw new IllegalArgumentException(
          "The sides "
              + unitPathLeft.toString(2)
              + " are not those of "
              + unitPath.size()
              + " siblings.");
    }
  }

  private static void requireCount(String what, long value) {
    if (value < 0 || value >> HEIGHT_MAX != 0) {
      throw new IllegalArgumentException(
          "The contract takes no " + what + " of 2^" + HEIGHT_MAX + " or more: " + value + ".");
    }
  }

  /// The bytes that `auditCompact` of IPossessionVerifier.sol takes for these proofs, in the order
  /// of their challenges.
  static Bytes pack(List<PossessionTerms> proofs) {
    return Bytes.concat(
        proofs.stream().map(proof -> proof.packed().toArray()).toArray(byte[][]::new));
  }

  Bytes packed() {
    var buffer =
        ByteBuffer.allocate(
            HEAD + leaf.size() + Bytes32.SIZE * piecePath.size() + SIBLING * unitPath.size());
    buffer.put((byte) piecePath.size()).put((byte) unitPath.size());
    put40Bits(buffer, pieceIndex);
    put40Bits(buffer, pieceLeaves);
    put40Bits(buffer, unitPathLeft.longValueExact());
    buffer.put(leaf.toArray());
    piecePath.forEach(sibling -> buffer.put(sibling.toArray()));
    for (int i = 0; i < unitPath.size(); i++) {
      buffer.put(unitPath.get(i).toArray());
      put40Bits(buffer, unitPathLeaves.get(i));
    }
    return Bytes.of(buffer.array());
  }

  private static void put40Bits(ByteBuffer buffer, long value) {
    buffer.put((byte) (value >>> 32)).putInt((int) value);
  }
}
