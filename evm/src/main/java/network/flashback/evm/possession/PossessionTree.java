package network.flashback.evm.possession;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A finished tree: the commitment to some bytes, and what proving a leaf needs besides them.
///
/// A leaf's hash is H(0x00 || leaf), a node's H(0x01 || left || right), where H is the one that
/// [TreeHash] has for the level; leaves missing to a power of two count as empty leaves (all bytes
/// zero). The first bytes keep a node from passing as a leaf.
///
/// `kept` holds the nodes of level [TreeShape#keptLevel], 32 bytes each; it is empty for lower
/// trees.
public record PossessionTree(
    TreeShape shape, Bytes32 root, int height, long leaves, long bytes, Bytes kept) {
  public PossessionTree {
    if (leaves != shape.leavesFor(bytes) || height != TreeShape.heightFor(leaves)) {
      throw new IllegalArgumentException(
          "A tree over "
              + bytes
              + " bytes does not have "
              + leaves
              + " leaves and height "
              + height
              + ": its description is damaged.");
    }
    long nodes = shape.keptLevel() > height ? 0 : Math.ceilDiv(leaves, 1L << shape.keptLevel());
    if (kept.size() != nodes * TreeHash.SIZE) {
      throw new IllegalArgumentException(
          "The tree should keep " + nodes + " nodes, but has " + kept.size() + " bytes of them.");
    }
  }

  /// Proves a leaf by reading the leaves beside it under the same kept node.
  ///
  /// @throws BytesLostException when the bytes differ from those the tree was built from
  public PossessionProof prove(long leafIndex, LeafSource source) throws IOException {
    if (leafIndex < 0 || leafIndex >= leaves) {
      throw new IllegalArgumentException(
          "Leaf " + leafIndex + " does not exist: the tree has " + leaves + " leaves.");
    }
    var emptyNodes = EmptyNodes.of(shape);
    int below = Math.min(shape.keptLevel(), height);
    long first = leafIndex >> below << below;
    int count = (int) Math.min(1L << below, leaves - first);
    byte[] content = new byte[Math.multiplyExact(count, shape.leafBytes())];
    long offset = first * shape.leafBytes();
    source.read(offset, content, 0, (int) Math.min(content.length, bytes - offset));

    List<Bytes32> siblings = new ArrayList<>();
    byte[] level = leafHashes(content, count);
    level = climb(level, count, leafIndex - first, 0, below, emptyNodes, siblings);
    byte[] upper = kept.isEmpty() ? root.toArray() : kept.toArray();
    long position = leafIndex >> below;
    int at = Math.toIntExact(position * TreeHash.SIZE);
    if (!Arrays.equals(level, 0, TreeHash.SIZE, upper, at, at + TreeHash.SIZE)) {
      throw new BytesLostException(
          "The bytes from "
              + offset
              + " on ("
              + content.length
              + " of them) are not those that were stored: leaf "
              + leafIndex
              + " cannot be proven.");
    }
    climb(upper, upper.length / TreeHash.SIZE, position, below, height, emptyNodes, siblings);
    int leafAt = Math.toIntExact((leafIndex - first) * shape.leafBytes());
    Bytes leaf = Bytes.of(Arrays.copyOfRange(content, leafAt, leafAt + shape.leafBytes()));
    return new PossessionProof(leafIndex, leaf, siblings);
  }

  private byte[] leafHashes(byte[] content, int count) {
    TreeHash.Hasher hasher = shape.hash().hasher();
    byte[] hashes = new byte[count * TreeHash.SIZE];
    for (int i = 0; i < count; i++) {
      hasher.hash(0, content, i * shape.leafBytes(), shape.leafBytes(), hashes, i * TreeHash.SIZE);
    }
    return hashes;
  }

  // Hashes nodes pairwise from level `from` to level `to`, collecting the sibling of `position` at
  // each.
  private byte[] climb(
      byte[] nodes,
      int count,
      long position,
      int from,
      int to,
      EmptyNodes emptyNodes,
      List<Bytes32> siblings) {
    TreeHash.Hasher hasher = shape.hash().hasher();
    byte[] level = nodes;
    int filled = count;
    int path = Math.toIntExact(position);
    for (int height = from; height < to; height++, path >>= 1) {
      int even = filled + (filled & 1);
      level = Arrays.copyOf(level, even * TreeHash.SIZE);
      if (even > filled) {
        System.arraycopy(emptyNodes.at(height), 0, level, filled * TreeHash.SIZE, TreeHash.SIZE);
      }
      siblings.add(Bytes32.of(level, (path ^ 1) * TreeHash.SIZE));
      for (int i = 0; i < even; i += 2) {
        hasher.hash(
            height + 1, level, i * TreeHash.SIZE, 2 * TreeHash.SIZE, level, i / 2 * TreeHash.SIZE);
      }
      filled = even / 2;
    }
    return level;
  }
}
