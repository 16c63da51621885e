package network.flashback.node.store;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitGroups.Node;
import network.flashback.evm.possession.UnitPath;
import network.flashback.evm.possession.UnitTree;

/// What stands, and stood, under one agreement. Every put and every removal makes a new version; a
/// revision describes one version, and a piece that left its slot is kept until no revision
/// describes a version in which it was there.
///
/// Pieces are in pages, of which those that have changed are in memory; of the others, 12 to 25
/// bytes a piece for their ids, and a few bytes a page.
///
/// Guarded by [#lock]; changed only by entries of the journal, so that reading the journal again
/// gives the same unit.
final class Unit {
  final AgreementId agreement;
  final ReentrantLock lock = new ReentrantLock();

  private final int serial;
  private final long key;
  private final UnitHead head = new UnitHead();
  private final PageTable pages;
  private final PieceIds ids;
  private final BitSet occupied = new BitSet();
  private final BitSet withGone = new BitSet();
  private final PageTree tree;
  private int firstFree;
  private int pieces;
  private long leaves;
  private long expectedBytes;
  private boolean headChanged;
  private boolean dropped;

  /// @param serial no other unit of this disk ever had it
  /// @param key of the hashes of ids
  /// @param expected pieces that will be loaded
  Unit(AgreementId agreement, int serial, long key, int expected, AtomicInteger changedPages) {
    this.agreement = agreement;
    this.serial = serial;
    this.key = key;
    this.pages = new PageTable(serial, changedPages);
    this.tree = new PageTree(pages);
    this.ids = new PieceIds(expected);
  }

  /// What an entry changed of the room on disk.
  record Applied(List<Room> taken, List<Room> given) {
    static final Applied NOTHING = new Applied(List.of(), List.of());

    static Applied givenUp(List<Room> given) {
      return new Applied(List.of(), given);
    }
  }

  /// Asks something under the lock.
  <T> T ask(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  int serial() {
    return serial;
  }

  PageTable pages() {
    return pages;
  }

  UnitHead head() {
    return head;
  }

  /// Whether the agreement was given up; nothing comes into this unit any more.
  boolean isDropped() {
    return dropped;
  }

  // --- entries

  /// Reads what an entry will change, so that applying it cannot fail once it is written.
  void prepare(Entry entry) {
    switch (entry) {
      case Entry.Stored(_, var piece) -> pages.toChange(Page.numberOf(piece.slot()));
      case Entry.Removed(_, var pieceId, _) -> {
        int slot = slotOf(pieceId);
        if (slot >= 0) {
          pages.toChange(Page.numberOf(slot));
        }
      }
      case Entry.Moved(_, _, var slot, _, _) -> {
        if (slot.isPresent()) {
          pages.toChange(Page.numberOf(slot.getAsInt()));
        }
      }
      // Pages that lose something are few; the others only have to be readable.
      case Entry.Retained _, Entry.Marked _ -> withGone.stream().forEach(pages::page);
      case Entry.Signed _, Entry.Paid _, Entry.Served _, Entry.Priced _, Entry.Dropped _ -> {}
    }
  }

  Applied apply(Entry entry) {
    headChanged = true;
    return switch (entry) {
      case Entry.Stored(_, var piece) -> put(piece);
      case Entry.Removed(_, var pieceId, var at) -> remove(pieceId, at);
      case Entry.Signed(_, var revision) -> {
        head.signed(revision);
        yield Applied.NOTHING;
      }
      case Entry.Retained retained -> {
        head.retain(retained);
        tree.retain(retained::keeps);
        yield Applied.givenUp(giveUpUnneeded());
      }
      case Entry.Marked(_, var mark) -> {
        head.marked(mark);
        yield Applied.givenUp(giveUpUnneeded());
      }
      case Entry.Paid(_, var paid) -> {
        head.paid(paid);
        yield Applied.NOTHING;
      }
      case Entry.Served(_, var bytes) -> {
        head.served(bytes);
        yield Applied.NOTHING;
      }
      case Entry.Priced(_, var price) -> {
        head.priced(price);
        yield Applied.NOTHING;
      }
      case Entry.Dropped _ -> Applied.givenUp(drop());
      case Entry.Moved moved -> move(moved);
    };
  }

  private Applied put(Piece piece) {
    int page = Page.numberOf(piece.slot());
    head.stored(piece);
    pages.toChange(page).put(PieceRecord.of(piece));
    ids.put(PieceIds.hash(key, piece.id().toArray()), piece.slot());
    occupied.set(piece.slot());
    pieces++;
    leaves += piece.leaves();
    tree.outdate(page);
    return new Applied(List.of(Room.of(piece.location())), List.of());
  }

  private Applied remove(Bytes32 pieceId, long at) {
    head.versionIs(at);
    int slot = slotOf(pieceId);
    if (slot < 0) {
      return Applied.NOTHING;
    }
    int number = Page.numberOf(slot);
    var page = pages.toChange(number);
    var left = new Page.Gone(page.at(slot).orElseThrow(), at);
    boolean needed = head.isAuditable(left);
    page.clear(slot, at, needed ? Optional.of(left) : Optional.empty());
    ids.remove(PieceIds.hash(key, pieceId.toArray()), slot);
    occupied.clear(slot);
    firstFree = Math.min(firstFree, slot);
    pieces--;
    leaves -= left.piece().leaves();
    head.removed(left.piece().location().bytes());
    tree.outdate(number);
    if (needed) {
      withGone.set(number);
      return Applied.NOTHING;
    }
    return Applied.givenUp(List.of(Room.of(left.piece().location())));
  }

  private Applied move(Entry.Moved moved) {
    var id = moved.pieceId().toArray();
    if (moved.slot().isPresent()) {
      return move(Page.numberOf(moved.slot().getAsInt()), id, moved);
    }
    // An entry of a former version, which does not say where the piece is.
    int slot = slotOf(moved.pieceId());
    if (slot >= 0) {
      var applied = move(Page.numberOf(slot), id, moved);
      if (!applied.taken.isEmpty()) {
        return applied;
      }
    }
    for (int number = withGone.nextSetBit(0);
        number >= 0;
        number = withGone.nextSetBit(number + 1)) {
      if (pages.page(number).find(id, moved.added()).isPresent()) {
        return move(number, id, moved);
      }
    }
    return Applied.NOTHING;
  }

  private Applied move(int number, byte[] id, Entry.Moved moved) {
    return pages
        .toChange(number)
        .move(id, moved.added(), moved.location())
        .map(from -> new Applied(List.of(Room.of(moved.location())), List.of(Room.of(from))))
        .orElse(Applied.NOTHING);
  }

  private List<Room> giveUpUnneeded() {
    var given = new ArrayList<Room>();
    for (int number = withGone.nextSetBit(0);
        number >= 0;
        number = withGone.nextSetBit(number + 1)) {
      if (!pages.page(number).hasGone(left -> !head.isAuditable(left))) {
        continue;
      }
      var changed = pages.toChange(number);
      for (var left : changed.giveUp(each -> !head.isAuditable(each))) {
        given.add(Room.of(left.piece().location()));
      }
      if (!changed.hasGone()) {
        withGone.clear(number);
      }
    }
    return given;
  }

  private List<Room> drop() {
    dropped = true;
    Map<Long, Room> given = new HashMap<>();
    for (int number = 0; number < pages.count(); number++) {
      for (var piece : pages.page(number).all()) {
        var room = Room.of(piece.location());
        given.merge(room.file(), room, Room::plus);
      }
    }
    pages.release();
    return List.copyOf(given.values());
  }

  // --- questions

  private int slotOf(Bytes32 pieceId) {
    var id = pieceId.toArray();
    return ids.find(PieceIds.hash(key, id), slot -> at(slot).filter(r -> r.isOf(id)).isPresent());
  }

  private Optional<PieceRecord> at(int slot) {
    return pages.page(Page.numberOf(slot)).at(slot);
  }

  Optional<Piece> piece(Bytes32 id) {
    int slot = slotOf(id);
    return slot < 0 ? Optional.empty() : at(slot).map(PieceRecord::piece);
  }

  /// The same piece as it lies now, if it is still needed.
  Optional<Piece> current(Piece known) {
    int page = Page.numberOf(known.slot());
    return page >= pages.count()
        ? Optional.empty()
        : pages.page(page).find(known.id().toArray(), known.added()).map(PieceRecord::piece);
  }

  /// Pages are numbered below this.
  int pageCount() {
    return pages.count();
  }

  /// Pieces of a page: those that stand in a slot, and those that are only kept for audits.
  List<Piece> piecesOf(int page) {
    return pages.page(page).all().stream().map(PieceRecord::piece).toList();
  }

  List<Piece> slotsFrom(int from, int limit) {
    var found = new ArrayList<Piece>();
    for (int slot = occupied.nextSetBit(from);
        slot >= 0 && found.size() < limit;
        slot = occupied.nextSetBit(slot + 1)) {
      at(slot).map(PieceRecord::piece).ifPresent(found::add);
    }
    return found;
  }

  /// What stood in slots at a version of which nothing was given up since.
  List<Piece> slotsAt(long version, int from, int limit) {
    return pages.standingAt(version, from, limit).stream().map(PieceRecord::piece).toList();
  }

  /// The lowest free slot, as the gateways expect holes to be filled first.
  int nextSlot() {
    firstFree = occupied.nextClearBit(firstFree);
    return firstFree;
  }

  /// Sets capacity aside for a piece under way.
  boolean expect(long bytes, long capacityBytes) {
    boolean fits =
        reservedBytes() + expectedBytes + bytes <= capacityBytes && nextSlot() < UnitTree.SLOTS_MAX;
    if (fits) {
      expectedBytes += bytes;
    }
    return fits;
  }

  /// The piece came, or will not come.
  long expectNoMore(long bytes) {
    return expectedBytes -= bytes;
  }

  /// How its pieces are hashed, for a piece that is about to come: where nothing was fixed, the
  /// given one is now, so that no revision fixes another one meanwhile.
  TreeHash fixTreeHash(TreeHash ifNew) {
    return head.fixTreeHash(ifNew);
  }

  long nextVersion() {
    return head.version() + 1;
  }

  long pieces() {
    return pieces;
  }

  /// What counts against the agreement's capacity: whole leaves.
  long reservedBytes() {
    return leaves * TreeShape.LEAF_BYTES;
  }

  UnitSummary summary() {
    return new UnitSummary(
        agreement,
        tree.root(),
        leaves,
        head.version(),
        pieces,
        head.storedBytes(),
        reservedBytes());
  }

  /// The way to a leaf of the unit as a revision describes it.
  UnitPath pathAt(Cosigned revision, long leaf) {
    return tree.pathAt(revision, head.version(), leaf);
  }

  /// The piece that stood in a slot at a version.
  Optional<Piece> pieceAt(int slot, long atVersion) {
    return pages.page(Page.numberOf(slot)).standingAt(atVersion).stream()
        .filter(piece -> piece.slot() == slot)
        .map(PieceRecord::piece)
        .findFirst();
  }

  // --- written and read again

  /// Whether it is different from how it was written last; from now on it is not. To be called
  /// while nothing changes.
  boolean takeHeadChanged() {
    boolean was = headChanged;
    headChanged = false;
    return was;
  }

  void headIsChanged() {
    headChanged = true;
  }

  /// Nodes of pages as they are written.
  void nodes(Map<Integer, Node> nodes) {
    tree.put(nodes);
  }

  /// Takes a page over from the last run.
  void load(PageTable.Written written, IndexFile.Line line, LongBuffer entries) {
    pages.put(written);
    withGone.set(line.page(), line.gone());
    while (entries.hasRemaining()) {
      long entry = entries.get();
      ids.add(entry);
      occupied.set(PieceIds.slotOf(entry));
      pieces++;
    }
    leaves += line.node().leaves();
  }
}
