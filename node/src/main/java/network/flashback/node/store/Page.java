package network.flashback.node.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.UnitGroups;
import network.flashback.evm.possession.UnitGroups.Node;
import network.flashback.evm.possession.UnitTree.Placed;
import org.jspecify.annotations.Nullable;

/// What stands in neighbouring slots of a unit, and what left them and can still be audited: the
/// unit in which the index is written. Slots are those of one group of the unit's tree.
///
/// Changed under the lock of its unit, and not any more once it is handed to be written.
final class Page {
  static final int SLOTS = UnitGroups.SLOTS;

  private static final int HEAD_BYTES = Bytes32.SIZE + 2 * Long.BYTES + 2 * Integer.BYTES;

  private final @Nullable PieceRecord[] standing;
  private final List<Gone> gone;
  private long changed;
  private @Nullable Node node;

  /// A piece that left its slot at a version.
  record Gone(PieceRecord piece, long removed) {
    boolean stoodAt(long version) {
      return piece.added() <= version && version < removed;
    }
  }

  /// A page without pieces.
  Page() {
    this(new PieceRecord[SLOTS], new ArrayList<>(), 0, Node.EMPTY);
  }

  private Page(
      @Nullable PieceRecord[] standing, List<Gone> gone, long changed, @Nullable Node node) {
    this.standing = standing;
    this.gone = gone;
    this.changed = changed;
    this.node = node;
  }

  /// A page of its own with the same pieces.
  Page copy() {
    return new Page(standing.clone(), new ArrayList<>(gone), changed, node);
  }

  static int numberOf(int slot) {
    return slot / SLOTS;
  }

  /// The newest version of the unit in which a piece came into these slots or left them.
  long changed() {
    return changed;
  }

  /// @param slot of the unit
  Optional<PieceRecord> at(int slot) {
    return Optional.ofNullable(standing[slot % SLOTS]);
  }

  /// The one of an id that came at a version, wherever it is.
  Optional<PieceRecord> find(byte[] id, long added) {
    for (var piece : all()) {
      if (piece.added() == added && piece.isOf(id)) {
        return Optional.of(piece);
      }
    }
    return Optional.empty();
  }

  void put(PieceRecord piece) {
    standing[piece.slot() % SLOTS] = piece;
    change(piece.added());
  }

  /// Empties a slot.
  ///
  /// @param kept what stays for audits of it
  void clear(int slot, long version, Optional<Gone> kept) {
    standing[slot % SLOTS] = null;
    kept.ifPresent(gone::add);
    change(version);
  }

  private void change(long version) {
    changed = Math.max(changed, version);
    node = null;
  }

  /// Says where a piece lies now.
  ///
  /// @return where it lay, when it was there
  Optional<Location> move(byte[] id, long added, Location to) {
    for (int i = 0; i < SLOTS; i++) {
      var piece = standing[i];
      if (piece != null && piece.added() == added && piece.isOf(id)) {
        standing[i] = piece.at(to);
        return Optional.of(piece.location());
      }
    }
    for (int i = 0; i < gone.size(); i++) {
      var left = gone.get(i);
      if (left.piece.added() == added && left.piece.isOf(id)) {
        gone.set(i, new Gone(left.piece.at(to), left.removed));
        return Optional.of(left.piece.location());
      }
    }
    return Optional.empty();
  }

  /// Gives up what left and is not needed any more.
  ///
  /// @return what was given up
  List<Gone> giveUp(Predicate<Gone> unneeded) {
    var given = gone.stream().filter(unneeded).toList();
    gone.removeIf(unneeded);
    return given;
  }

  boolean hasGone(Predicate<Gone> which) {
    return gone.stream().anyMatch(which);
  }

  boolean hasGone() {
    return !gone.isEmpty();
  }

  /// Standing ones first, by slot.
  List<PieceRecord> all() {
    var all = new ArrayList<>(standing());
    gone.forEach(left -> all.add(left.piece));
    return all;
  }

  List<PieceRecord> standing() {
    var pieces = new ArrayList<PieceRecord>(SLOTS);
    for (var piece : standing) {
      if (piece != null) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  /// What stood at a version.
  List<PieceRecord> standingAt(long version) {
    var pieces = new ArrayList<PieceRecord>(standing());
    pieces.removeIf(piece -> piece.added() > version);
    gone.stream().filter(left -> left.stoodAt(version)).forEach(left -> pieces.add(left.piece));
    return pieces;
  }

  static List<Placed> placed(List<PieceRecord> pieces) {
    return pieces.stream().filter(piece -> piece.leaves() > 0).map(PieceRecord::placed).toList();
  }

  /// The node of the unit's tree over these slots.
  Node node() {
    var known = node;
    if (known == null) {
      known = UnitGroups.nodeOf(placed(standing()));
      node = known;
    }
    return known;
  }

  byte[] encode() {
    int length = HEAD_BYTES;
    for (var piece : standing()) {
      length += piece.writtenBytes();
    }
    for (var left : gone) {
      length += Long.BYTES + left.piece.writtenBytes();
    }
    var into = ByteBuffer.allocate(length);
    var over = node();
    into.put(over.hash().toArray()).putLong(over.leaves()).putLong(changed);
    into.putInt(standing().size()).putInt(gone.size());
    standing().forEach(piece -> piece.write(into));
    for (var left : gone) {
      into.putLong(left.removed);
      left.piece.write(into);
    }
    return into.array();
  }

  /// @param bytes whose checksum was right
  static Page decode(byte[] bytes) {
    var from = ByteBuffer.wrap(bytes);
    var hash = Bytes32.of(Arrays.copyOf(bytes, Bytes32.SIZE));
    from.position(Bytes32.SIZE);
    var node = new Node(hash, from.getLong());
    long changed = from.getLong();
    int standingCount = from.getInt();
    int goneCount = from.getInt();
    var standing = new PieceRecord[SLOTS];
    for (int i = 0; i < standingCount; i++) {
      var piece = PieceRecord.read(from);
      standing[piece.slot() % SLOTS] = piece;
    }
    var gone = new ArrayList<Gone>();
    for (int i = 0; i < goneCount; i++) {
      long removed = from.getLong();
      gone.add(new Gone(PieceRecord.read(from), removed));
    }
    return new Page(standing, gone, changed, node);
  }
}
