package network.flashback.evm.possession;

import java.util.ArrayList;
import java.util.List;

/// The nodes over nothing but empty leaves (all bytes zero), level by level. For one thread at a
/// time.
final class EmptyNodes {
  private final TreeHash.Hasher hasher;
  private final List<byte[]> byLevel = new ArrayList<>();

  EmptyNodes(TreeShape shape) {
    this.hasher = shape.hash().hasher();
    byte[] leaf = new byte[TreeHash.SIZE];
    hasher.hash(TreeHash.LEAF, new byte[shape.leafBytes()], 0, shape.leafBytes(), leaf, 0);
    byLevel.add(leaf);
  }

  byte[] at(int level) {
    while (byLevel.size() <= level) {
      byte[] pair = new byte[2 * TreeHash.SIZE];
      byte[] below = byLevel.getLast();
      System.arraycopy(below, 0, pair, 0, TreeHash.SIZE);
      System.arraycopy(below, 0, pair, TreeHash.SIZE, TreeHash.SIZE);
      byte[] node = new byte[TreeHash.SIZE];
      hasher.hash(TreeHash.NODE, pair, 0, pair.length, node, 0);
      byLevel.add(node);
    }
    return byLevel.get(level);
  }
}
