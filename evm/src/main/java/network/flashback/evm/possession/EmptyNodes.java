package network.flashback.evm.possession;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The nodes over nothing but empty leaves (all bytes zero), level by level: computed once for each
/// shape, because a tree of a few leaves costs less than they do.
final class EmptyNodes {
  private static final int LEVELS = 64;
  private static final ConcurrentMap<Of, EmptyNodes> KNOWN = new ConcurrentHashMap<>();

  private final byte[][] byLevel = new byte[LEVELS][TreeHash.SIZE];

  private record Of(TreeHash hash, int leafBytes) {}

  private EmptyNodes(Of of) {
    TreeHash.Hasher hasher = of.hash.hasher();
    hasher.hash(0, new byte[of.leafBytes], 0, of.leafBytes, byLevel[0], 0);
    byte[] pair = new byte[2 * TreeHash.SIZE];
    for (int level = 1; level < LEVELS; level++) {
      System.arraycopy(byLevel[level - 1], 0, pair, 0, TreeHash.SIZE);
      System.arraycopy(byLevel[level - 1], 0, pair, TreeHash.SIZE, TreeHash.SIZE);
      hasher.hash(level, pair, 0, pair.length, byLevel[level], 0);
    }
  }

  static EmptyNodes of(TreeShape shape) {
    return KNOWN.computeIfAbsent(new Of(shape.hash(), shape.leafBytes()), EmptyNodes::new);
  }

  /// Not to be written to.
  byte[] at(int level) {
    return byLevel[level];
  }
}
