package network.flashback.evm.possession;

/// What fixes a tree besides the bytes: hash function, size of a leaf, and which level is kept for
/// proofs.
///
/// Kept are the nodes at `keptLevel` (0 = leaves): a proof then reads 2^keptLevel leaves instead of
/// all.
public record TreeShape(TreeHash hash, int leafBytes, int keptLevel) {
  /// Of the leaves that the contracts take.
  public static final int LEAF_BYTES = 256;

  // One kept node per mebibyte.
  private static final int KEPT_LEVEL = 12;

  /// The shape of new agreements' trees.
  public static final TreeShape STANDARD = of(TreeHash.STANDARD);

  public TreeShape {
    if (leafBytes < 32 || leafBytes > 1 << 20) {
      throw new IllegalArgumentException(
          "A leaf has between 32 bytes and 1 MiB, not " + leafBytes + " bytes.");
    }
    if (keptLevel < 0 || keptLevel > 20) {
      throw new IllegalArgumentException(
          "The kept level lies between 0 and 20, not " + keptLevel + ".");
    }
  }

  /// Leaves of 256 bytes, one kept node per mebibyte: what the contracts and the nodes use.
  public static TreeShape of(TreeHash hash) {
    return new TreeShape(hash, LEAF_BYTES, KEPT_LEVEL);
  }

  /// Number of leaves that `bytes` fill; the last one is padded with zeros.
  public long leavesFor(long bytes) {
    return Math.ceilDiv(bytes, leafBytes);
  }

  /// Levels above the leaves in a tree of `leaves` leaves, padded to a power of two.
  public static int heightFor(long leaves) {
    return leaves <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(leaves - 1);
  }
}
