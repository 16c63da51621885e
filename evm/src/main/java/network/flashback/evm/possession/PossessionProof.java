package network.flashback.evm.possession;

import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// One leaf and the siblings on its way to the root, from the leaf up.
///
/// At level i the leaf's side is the right one where bit i of its index is set.
public record PossessionProof(long leafIndex, Bytes leaf, List<Bytes32> siblings) {
  public PossessionProof {
    siblings = List.copyOf(siblings);
    if (leafIndex < 0 || siblings.size() > 62 || leafIndex >> siblings.size() != 0) {
      throw new IllegalArgumentException(
          "Leaf " + leafIndex + " does not lie in a tree of height " + siblings.size() + ".");
    }
  }

  public boolean proves(Bytes32 root, TreeHash hash) {
    return rootBy(hash).equals(root);
  }

  /// Root of the piece that has this leaf beside these siblings.
  public Bytes32 rootBy(TreeHash hash) {
    TreeHash.Hasher hasher = hash.hasher();
    byte[] node = new byte[TreeHash.SIZE];
    byte[] pair = new byte[2 * TreeHash.SIZE];
    hasher.hash(0, leaf.toArray(), 0, leaf.size(), node, 0);
    for (int level = 0; level < siblings.size(); level++) {
      boolean right = (leafIndex >> level & 1) == 1;
      System.arraycopy(node, 0, pair, right ? TreeHash.SIZE : 0, TreeHash.SIZE);
      System.arraycopy(
          siblings.get(level).toArray(), 0, pair, right ? 0 : TreeHash.SIZE, TreeHash.SIZE);
      hasher.hash(level + 1, pair, 0, pair.length, node, 0);
    }
    return Bytes32.of(node);
  }
}
