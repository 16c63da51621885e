package network.flashback.evm.possession;

import java.util.List;
import network.flashback.evm.Bytes32;

/// A run of leaves that is a whole subtree of its piece: as many as fit around one leaf, a power of
/// two of them, up to 1 MiB. The siblings on that leaf's way to the root, from the subtree up,
/// prove all of the run, so that it costs no more proof than one leaf.
///
/// @param level height of the subtree; it has 2^level leaves
/// @param first index in the piece of its first leaf
public record LeafRun(int level, long first) {
  private static final int LEVEL_MAX = 12;

  /// The largest run around a leaf that lies in a piece whole.
  ///
  /// @param pieceIndex of the leaf in its piece
  public static LeafRun around(long pieceIndex, long pieceLeaves) {
    if (pieceIndex < 0 || pieceIndex >= pieceLeaves) {
      throw new IllegalArgumentException(
          "Leaf " + pieceIndex + " does not lie in a piece of " + pieceLeaves + " leaves.");
    }
    int level = LEVEL_MAX;
    while (level > 0 && ((pieceIndex >> level) + 1) << level > pieceLeaves) {
      level--;
    }
    return new LeafRun(level, pieceIndex >> level << level);
  }

  /// How many leaves.
  public int leaves() {
    return 1 << level;
  }

  /// How many bytes, padding included.
  public int bytes() {
    return leaves() * TreeShape.LEAF_BYTES;
  }

  /// Root of the piece in which these bytes stand here.
  ///
  /// @param content of exactly [#bytes]
  /// @param siblings of any leaf of the run, from the leaf up
  public Bytes32 rootBy(TreeHash hash, byte[] content, List<Bytes32> siblings) {
    if (content.length != bytes() || siblings.size() < level) {
      throw new IllegalArgumentException(
          "A run of %d leaves has %d bytes and stands below a root, not %d bytes and %d siblings."
              .formatted(leaves(), bytes(), content.length, siblings.size()));
    }
    var hasher = hash.hasher();
    byte[] node = new TreeBuilder(TreeShape.of(hash)).add(content).finish().root().toArray();
    byte[] pair = new byte[2 * TreeHash.SIZE];
    for (int at = level; at < siblings.size(); at++) {
      boolean right = (first >> at & 1) == 1;
      System.arraycopy(node, 0, pair, right ? TreeHash.SIZE : 0, TreeHash.SIZE);
      byte[] sibling = siblings.get(at).toArray();
      System.arraycopy(sibling, 0, pair, right ? 0 : TreeHash.SIZE, TreeHash.SIZE);
      hasher.hash(at + 1, pair, 0, pair.length, node, 0);
    }
    return Bytes32.of(node);
  }
}
