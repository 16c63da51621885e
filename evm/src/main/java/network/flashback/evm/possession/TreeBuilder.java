package network.flashback.evm.possession;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Builds a tree from bytes as they pass by, in memory of a few kilobytes. For one thread at a
/// time.
public final class TreeBuilder {
  private static final int LEVELS_MAX = 63;

  private final TreeShape shape;
  private final TreeHash.Hasher hasher;
  private final byte[] partialLeaf;

  // Left and right child of each level side by side, so that a pair is hashed where it lies.
  private final byte[][] pairs = new byte[LEVELS_MAX][];
  private final EmptyNodes emptyNodes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int partialBytes;
  private long leaves;
  private long bytes;
  private boolean finished;

  public TreeBuilder(TreeShape shape) {
    this.shape = shape;
    this.hasher = shape.hash().hasher();
    this.emptyNodes = EmptyNodes.of(shape);
    this.partialLeaf = new byte[shape.leafBytes()];
  }

  public TreeBuilder add(byte[] content) {
    return add(content, 0, content.length);
  }

  public TreeBuilder add(byte[] content, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, content.length);
    if (finished) {
      throw new IllegalStateException("The tree is finished; build a new one for more bytes.");
    }
    bytes += length;
    int at = offset;
    int end = offset + length;
    int leafBytes = shape.leafBytes();
    if (partialBytes > 0) {
      int taken = Math.min(leafBytes - partialBytes, length);
      System.arraycopy(content, at, partialLeaf, partialBytes, taken);
      partialBytes += taken;
      at += taken;
      if (partialBytes < leafBytes) {
        return this;
      }
      addLeaf(partialLeaf, 0);
      partialBytes = 0;
    }
    for (; end - at >= leafBytes; at += leafBytes) {
      addLeaf(content, at);
    }
    partialBytes = end - at;
    System.arraycopy(content, at, partialLeaf, 0, partialBytes);
    return this;
  }

  /// Pads the last leaf with zeros and the tree to a power of two of leaves.
  public PossessionTree finish() {
    if (finished) {
      throw new IllegalStateException("The tree is finished already.");
    }
    if (partialBytes > 0) {
      Arrays.fill(partialLeaf, partialBytes, partialLeaf.length, (byte) 0);
      addLeaf(partialLeaf, 0);
      partialBytes = 0;
    }
    finished = true;
    int height = TreeShape.heightFor(leaves);
    byte[] root = leaves == 0 ? emptyNodes.at(0) : pad(height);
    return new PossessionTree(
        shape, Bytes32.of(root), height, leaves, bytes, Bytes.of(kept.toByteArray()));
  }

  private void addLeaf(byte[] content, int offset) {
    int slot = (int) (leaves & 1) * TreeHash.SIZE;
    hasher.hash(0, content, offset, shape.leafBytes(), pair(0), slot);
    keep(0, pair(0), slot);
    leaves++;
    long index = leaves;
    for (int level = 0; (index & 1) == 0; level++, index >>= 1) {
      int upperSlot = (int) ((index >> 1) - 1 & 1) * TreeHash.SIZE;
      byte[] upper = pair(level + 1);
      hasher.hash(level + 1, pair(level), 0, 2 * TreeHash.SIZE, upper, upperSlot);
      keep(level + 1, upper, upperSlot);
    }
  }

  // Joins what is left at each level with empty subtrees, from the leaves to the root.
  private byte[] pad(int height) {
    long complete = leaves;
    boolean incomplete = false; // whether a node with padding stands right of the complete ones
    for (int level = 0; level < height; level++, complete >>= 1) {
      boolean odd = (complete & 1) == 1;
      if (!odd && !incomplete) {
        continue;
      }
      byte[] pair = pair(level);
      if (!(odd && incomplete)) {
        System.arraycopy(emptyNodes.at(level), 0, pair, TreeHash.SIZE, TreeHash.SIZE);
      }
      byte[] upper = pair(level + 1);
      int upperSlot = (int) (complete >> 1 & 1) * TreeHash.SIZE;
      hasher.hash(level + 1, pair, 0, 2 * TreeHash.SIZE, upper, upperSlot);
      keep(level + 1, upper, upperSlot);
      incomplete = true;
    }
    return Arrays.copyOf(pair(height), TreeHash.SIZE);
  }

  private void keep(int level, byte[] from, int offset) {
    if (level == shape.keptLevel()) {
      kept.write(from, offset, TreeHash.SIZE);
    }
  }

  private byte[] pair(int level) {
    if (pairs[level] == null) {
      pairs[level] = new byte[2 * TreeHash.SIZE];
    }
    return pairs[level];
  }
}
