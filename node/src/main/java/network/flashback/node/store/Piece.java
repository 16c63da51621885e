package network.flashback.node.store;

import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeHash;

/// A piece that is durably kept under an agreement.
///
/// @param id chosen by the gateway
/// @param slot its place in the unit's tree
/// @param crc32c of all its bytes
/// @param tree its possession tree, with the nodes kept for proofs
/// @param added the unit's version since which it stands in its slot
public record Piece(
    Bytes32 id, int slot, Location location, int crc32c, PossessionTree tree, long added) {

  public long bytes() {
    return tree.bytes();
  }

  public long leaves() {
    return tree.leaves();
  }

  public Bytes32 root() {
    return tree.root();
  }

  public TreeHash treeHash() {
    return tree.shape().hash();
  }

  /// What it takes of the capacity of its agreement: whole leaves.
  public long reservedBytes() {
    return leaves() * tree.shape().leafBytes();
  }

  Piece at(Location elsewhere) {
    return new Piece(id, slot, elsewhere, crc32c, tree, added);
  }

  boolean sameContentAs(PossessionTree other) {
    return tree.bytes() == other.bytes() && tree.root().equals(other.root());
  }
}
