package network.flashback.evm.possession;

import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// The way from one piece to the root of its unit, and which leaf of the piece is meant.
///
/// Bit i of `slot` is set where sibling i stands on the left: it is `unitPathLeft` of the contract.
///
/// @param slot of the piece
/// @param pieceLeaves leaves of the piece
/// @param pieceIndex of the leaf inside its piece
/// @param siblings from the piece upwards
/// @param siblingLeaves leaves under each sibling
public record UnitPath(
    long slot,
    long pieceLeaves,
    long pieceIndex,
    List<Bytes32> siblings,
    List<Long> siblingLeaves) {
  private static final int LEVELS_MAX = 62;

  public UnitPath {
    siblings = List.copyOf(siblings);
    siblingLeaves = List.copyOf(siblingLeaves);
    if (siblings.size() != siblingLeaves.size() || siblings.size() > LEVELS_MAX) {
      throw new IllegalArgumentException(
          "A path has as many hashes as counts of leaves, and at most "
              + LEVELS_MAX
              + ": here "
              + siblings.size()
              + " and "
              + siblingLeaves.size()
              + ".");
    }
    if (slot < 0 || slot >> siblings.size() != 0) {
      throw new IllegalArgumentException(
          "Slot " + slot + " does not lie in a unit of height " + siblings.size() + ".");
    }
    if (pieceIndex < 0 || pieceIndex >= pieceLeaves) {
      throw new IllegalArgumentException(
          "Leaf " + pieceIndex + " does not lie in a piece of " + pieceLeaves + " leaves.");
    }
    if (siblingLeaves.stream().anyMatch(leaves -> leaves < 0)) {
      throw new IllegalArgumentException("No node has fewer than 0 leaves under it.");
    }
  }

  /// Whether a piece with this root stands here in the unit, so that its leaf has this index.
  ///
  /// @param index of the leaf in the unit
  public boolean proves(long index, Bytes32 pieceRoot, Bytes32 unitRoot, long unitLeaves) {
    var keccak = new Keccak256();
    byte[] preimage = new byte[2 * Bytes32.SIZE + 2 * Long.BYTES];
    byte[] node = UnitTree.pieceHash(pieceRoot, pieceLeaves);
    long sum = pieceLeaves;
    long before = 0;
    for (int level = 0; level < siblings.size(); level++) {
      byte[] sibling = siblings.get(level).toArray();
      long leaves = siblingLeaves.get(level);
      if (leaves > Long.MAX_VALUE - sum) {
        return false;
      }
      if ((slot >> level & 1) == 1) {
        UnitTree.nodeHash(keccak, preimage, sibling, 0, leaves, node, 0, sum);
        before += leaves;
      } else {
        UnitTree.nodeHash(keccak, preimage, node, 0, sum, sibling, 0, leaves);
      }
      keccak.digest(node, 0);
      sum += leaves;
    }
    return Bytes32.of(node).equals(unitRoot) && sum == unitLeaves && before + pieceIndex == index;
  }
}
