package network.flashback.evm.possession;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.UnitTree.Placed;

/// The same tree as [UnitTree], of which only the part above groups of [#SLOTS] slots is in memory:
/// 80 bytes a group, 2.5 a slot. What lies below is asked for when a path or a root needs it.
///
/// For one thread at a time.
public final class UnitGroups {
  /// Levels of the tree inside a group.
  public static final int LEVELS = 5;

  /// Slots of a group; group g has those from g * SLOTS on.
  public static final int SLOTS = 1 << LEVELS;

  private final UnitTree upper;

  /// A unit without pieces.
  public UnitGroups() {
    this(new UnitTree());
  }

  private UnitGroups(UnitTree upper) {
    this.upper = upper;
  }

  /// The node over all slots of a group.
  public record Node(Bytes32 hash, long leaves) {
    /// Of a group in which no piece has leaves.
    public static final Node EMPTY = new Node(Bytes32.ZERO, 0);
  }

  /// Knows the pieces of groups.
  public interface Pieces {
    /// Those of a group that have leaves; their slots are counted inside the group.
    List<Placed> of(int group) throws IOException;
  }

  /// The node over these pieces.
  ///
  /// @param pieces of one group, their slots counted inside it
  public static Node nodeOf(List<Placed> pieces) {
    if (pieces.isEmpty()) {
      return Node.EMPTY;
    }
    var tree = groupOf(pieces);
    return new Node(tree.top(), tree.leaves());
  }

  private static UnitTree groupOf(Collection<Placed> pieces) {
    return UnitTree.of(pieces).withSlots(SLOTS);
  }

  /// Puts nodes over their groups.
  public void put(Map<Integer, Node> nodes) {
    upper.putTops(
        nodes.entrySet().stream()
            .map(
                each ->
                    new UnitTree.Top(
                        each.getKey(), each.getValue().hash(), each.getValue().leaves()))
            .toList());
  }

  /// A second tree with the same nodes.
  public UnitGroups copy() {
    return new UnitGroups(upper.copy());
  }

  /// Leaves of all pieces together.
  public long leaves() {
    return upper.leaves();
  }

  /// Root of the unit, zero when it is empty.
  public Bytes32 root(Pieces pieces) throws IOException {
    return isOneGroup() ? UnitTree.of(pieces.of(0)).root() : upper.root();
  }

  /// Finds the piece that holds a leaf of the unit, and the way from it to the root.
  public UnitPath pathTo(long index, Pieces pieces) throws IOException {
    if (isOneGroup()) {
      return UnitTree.of(pieces.of(0)).pathTo(index);
    }
    var above = upper.pathTo(index);
    int group = (int) above.slot();
    var below = groupOf(pieces.of(group)).pathTo(above.pieceIndex(), LEVELS);
    var siblings = new ArrayList<>(below.siblings());
    siblings.addAll(above.siblings());
    var siblingLeaves = new ArrayList<>(below.siblingLeaves());
    siblingLeaves.addAll(above.siblingLeaves());
    return new UnitPath(
        (long) group << LEVELS | below.slot(),
        below.pieceLeaves(),
        below.pieceIndex(),
        siblings,
        siblingLeaves);
  }

  // Then the tree may be lower than a group is.
  private boolean isOneGroup() {
    return upper.height() == 0;
  }
}
