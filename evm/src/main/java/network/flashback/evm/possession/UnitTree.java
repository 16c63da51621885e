package network.flashback.evm.possession;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// The Merkle-sum tree over the pieces of one agreement: its root and leaves are what a revision
/// commits to.
///
/// A piece in a slot is keccak256(0x02 || pieceRoot || uint64 leaves); a node is keccak256(0x03 ||
/// left || uint64 leftLeaves || right || uint64 rightLeaves), however the pieces' own trees are
/// hashed; an empty slot, and a node over nothing but empty slots, is 0 with 0 leaves. The tree is
/// as high as the highest occupied slot needs, whatever stood there before, so that the same pieces
/// in the same slots always give the same root.
///
/// Takes 80 bytes a slot, rounded up to a power of two: 84 MB for a million, in a few large arrays
/// (G1 rounds each of them up to its regions). A change costs one hash per level. For one thread at
/// a time.
public final class UnitTree {
  /// Slots are numbered below this.
  public static final int SLOTS_MAX = 1 << 24;

  private static final byte PIECE = 2;
  private static final byte NODE = 3;
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Keccak256 keccak;
  private final byte[] preimage = new byte[2 * Bytes32.SIZE + 2 * Long.BYTES];

  // By level, from the slots upwards; every node of every level is always right.
  private byte[][] hashes;
  private long[][] sums;

  public UnitTree() {
    this(new byte[][] {new byte[Bytes32.SIZE]}, new long[][] {new long[1]});
  }

  private UnitTree(byte[][] hashes, long[][] sums) {
    this.keccak = new Keccak256();
    this.hashes = hashes;
    this.sums = sums;
  }

  /// A piece in its slot.
  ///
  /// @param root of the piece's own tree
  /// @param leaves at least one
  public record Placed(int slot, Bytes32 root, long leaves) {}

  /// A tree of pieces that are all at hand, at most one for each slot: one hash for each node,
  /// where putting them one after the other hashes the whole way up for each.
  public static UnitTree of(Collection<Placed> pieces) {
    var tree = new UnitTree();
    int highest = pieces.stream().mapToInt(Placed::slot).max().orElse(0);
    requireSlot(highest);
    while (highest >= tree.slots()) {
      tree.grow();
    }
    long sum = 0;
    for (var piece : pieces) {
      requireSlot(piece.slot);
      requireLeaves(piece.leaves);
      if (tree.sums[0][piece.slot] != 0) {
        throw new IllegalArgumentException("Two pieces are in slot " + piece.slot + ".");
      }
      sum = Math.addExact(sum, piece.leaves);
      tree.place(piece.slot, piece.root, piece.leaves);
    }
    tree.joinAll();
    return tree;
  }

  private void joinAll() {
    for (int level = 1; level < sums.length; level++) {
      for (int at = 0; at < sums[level].length; at++) {
        join(level, at);
      }
    }
  }

  /// A node of another tree in the place of a piece, for the upper part of a tree.
  ///
  /// @param leaves under it; with 0 it is empty
  record Top(int slot, Bytes32 hash, long leaves) {}

  /// Puts nodes in their places, each in place of what stood there.
  void putTops(Collection<Top> tops) {
    int highest = tops.stream().mapToInt(Top::slot).max().orElse(0);
    requireSlot(highest);
    while (highest >= slots()) {
      grow();
    }
    for (var top : tops) {
      System.arraycopy(top.hash.toArray(), 0, hashes[0], top.slot * Bytes32.SIZE, Bytes32.SIZE);
      sums[0][top.slot] = top.leaves;
    }
    // One by one they cost a hash for each level, all together one for each node.
    if ((long) tops.size() * sums.length < slots()) {
      tops.forEach(top -> update(top.slot));
    } else {
      joinAll();
    }
  }

  /// The same tree with at least so many slots.
  UnitTree withSlots(int count) {
    while (slots() < count) {
      grow();
    }
    return this;
  }

  /// The node over all slots, however few of them are occupied.
  Bytes32 top() {
    return Bytes32.of(hashes[hashes.length - 1], 0);
  }

  /// A second tree with the same pieces: what an audit of an older revision is proven with.
  public UnitTree copy() {
    return new UnitTree(
        Arrays.stream(hashes).map(byte[]::clone).toArray(byte[][]::new),
        Arrays.stream(sums).map(long[]::clone).toArray(long[][]::new));
  }

  /// Puts a piece into a slot, in place of what stood there.
  ///
  /// @param leaves of the piece, at least one
  public void put(int slot, Bytes32 pieceRoot, long leaves) {
    requireSlot(slot);
    requireLeaves(leaves);
    // Before anything changes: a sum beyond 63 bits would leave the tree half updated.
    Math.addExact(leaves() - leavesOf(slot), leaves);
    while (slot >= slots()) {
      grow();
    }
    place(slot, pieceRoot, leaves);
    update(slot);
  }

  private void place(int slot, Bytes32 pieceRoot, long leaves) {
    System.arraycopy(pieceHash(pieceRoot, leaves), 0, hashes[0], slot * Bytes32.SIZE, Bytes32.SIZE);
    sums[0][slot] = leaves;
  }

  /// Empties a slot.
  public void clear(int slot) {
    requireSlot(slot);
    if (leavesOf(slot) == 0) {
      return;
    }
    Arrays.fill(hashes[0], slot * Bytes32.SIZE, (slot + 1) * Bytes32.SIZE, (byte) 0);
    sums[0][slot] = 0;
    update(slot);
  }

  /// Leaves of the piece in a slot; 0 when it is empty.
  public long leavesOf(int slot) {
    return slot >= 0 && slot < slots() ? sums[0][slot] : 0;
  }

  /// Zero when no slot is occupied.
  public Bytes32 root() {
    return Bytes32.of(hashes[height()], 0);
  }

  /// Leaves of all pieces together.
  public long leaves() {
    return sums[sums.length - 1][0];
  }

  /// Levels above the slots: the least that reaches the highest occupied one.
  public int height() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(highestOccupied());
  }

  /// Finds the piece that holds a leaf of the unit, and the way from it to the root.
  ///
  /// @param index of a leaf, from 0 to leaves() - 1, counted through the slots in order
  public UnitPath pathTo(long index) {
    return pathTo(index, height());
  }

  UnitPath pathTo(long index, int height) {
    if (index < 0 || index >= leaves()) {
      throw new IllegalArgumentException(
          "Leaf " + index + " does not exist: the unit has " + leaves() + " leaves.");
    }
    long rest = index;
    int at = 0;
    for (int level = sums.length - 2; level >= 0; level--) {
      at <<= 1;
      long left = sums[level][at];
      if (rest >= left) {
        rest -= left;
        at++;
      }
    }
    List<Bytes32> siblings = new ArrayList<>(height);
    List<Long> siblingLeaves = new ArrayList<>(height);
    for (int level = 0; level < height; level++) {
      int sibling = at >> level ^ 1;
      siblings.add(Bytes32.of(hashes[level], sibling * Bytes32.SIZE));
      siblingLeaves.add(sums[level][sibling]);
    }
    return new UnitPath(at, sums[0][at], rest, siblings, siblingLeaves);
  }

  /// Bytes in the arrays of this tree.
  long heldBytes() {
    return Arrays.stream(hashes).mapToLong(level -> level.length).sum()
        + Arrays.stream(sums).mapToLong(level -> (long) Long.BYTES * level.length).sum();
  }

  private int slots() {
    return sums[0].length;
  }

  // 0 also when none is: a tree without pieces has no height either.
  private int highestOccupied() {
    int at = 0;
    for (int level = sums.length - 2; level >= 0; level--) {
      at = sums[level][2 * at + 1] > 0 ? 2 * at + 1 : 2 * at;
    }
    return at;
  }

  private void grow() {
    int levels = sums.length;
    hashes = Arrays.copyOf(hashes, levels + 1);
    sums = Arrays.copyOf(sums, levels + 1);
    hashes[levels] = new byte[0];
    sums[levels] = new long[0];
    for (int level = 0, width = 1 << levels; level <= levels; level++, width >>= 1) {
      hashes[level] = Arrays.copyOf(hashes[level], width * Bytes32.SIZE);
      sums[level] = Arrays.copyOf(sums[level], width);
    }
    join(levels, 0);
  }

  private void update(int slot) {
    for (int level = 1; level < sums.length; level++) {
      join(level, slot >> level);
    }
  }

  private void join(int level, int at) {
    long left = sums[level - 1][2 * at];
    long right = sums[level - 1][2 * at + 1];
    sums[level][at] = left + right;
    int offset = at * Bytes32.SIZE;
    if (left + right == 0) {
      Arrays.fill(hashes[level], offset, offset + Bytes32.SIZE, (byte) 0);
      return;
    }
    byte[] below = hashes[level - 1];
    nodeHash(keccak, preimage, below, 2 * offset, left, below, 2 * offset + Bytes32.SIZE, right);
    keccak.digest(hashes[level], offset);
  }

  static void nodeHash(
      Keccak256 keccak,
      byte[] preimage,
      byte[] left,
      int leftOffset,
      long leftLeaves,
      byte[] right,
      int rightOffset,
      long rightLeaves) {
    System.arraycopy(left, leftOffset, preimage, 0, Bytes32.SIZE);
    BIG_ENDIAN.set(preimage, Bytes32.SIZE, leftLeaves);
    System.arraycopy(right, rightOffset, preimage, Bytes32.SIZE + Long.BYTES, Bytes32.SIZE);
    BIG_ENDIAN.set(preimage, 2 * Bytes32.SIZE + Long.BYTES, rightLeaves);
    keccak.update(NODE).update(preimage, 0, preimage.length);
  }

  static byte[] pieceHash(Bytes32 pieceRoot, long leaves) {
    byte[] count = new byte[Long.BYTES];
    BIG_ENDIAN.set(count, 0, leaves);
    return Keccak256.hash(new byte[] {PIECE}, pieceRoot.toArray(), count).toArray();
  }

  private static void requireLeaves(long leaves) {
    if (leaves < 1) {
      throw new IllegalArgumentException(
          "A piece has at least one leaf, not "
              + leaves
              + ": leave the slot of a piece without bytes empty.");
    }
  }

  private static void requireSlot(int slot) {
    if (slot < 0 || slot >= SLOTS_MAX) {
      throw new IllegalArgumentException(
          "Slots are numbered from 0 to " + (SLOTS_MAX - 1) + "; " + slot + " is none.");
    }
  }
}
