package network.flashback.node.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.UnitTree;

/// What stands, and stood, under one agreement. Every put and every removal makes a new version; a
/// revision describes one version, and a piece that left its slot is kept until no revision
/// describes a version in which it was there.
///
/// Guarded by [#lock]; changed only by entries of the journal, so that reading the journal again
/// gives the same unit.
final class Unit {
  final AgreementId agreement;
  final ReentrantLock lock = new ReentrantLock();

  private final Map<Bytes32, Piece> pieces = new HashMap<>();
  private final NavigableMap<Integer, Piece> slots = new TreeMap<>();
  private final TreeSet<Integer> freeSlots = new TreeSet<>();
  private final List<Gone> gone = new ArrayList<>();
  private final NavigableMap<Long, Cosigned> revisions = new TreeMap<>();
  private final UnitTree tree = new UnitTree();
  private final Map<Long, UnitTree> oldTrees = new HashMap<>();
  private int slotsEver;
  private long version;
  private long reservedBytes;
  private long expectedBytes;
  private long storedBytes;
  private long served;
  private Optional<PaidVoucher> voucher = Optional.empty();
  private Optional<BigInteger> egressPerGib = Optional.empty();
  private Optional<TreeHash> treeHash = Optional.empty();

  /// A piece that left its slot at a version.
  record Gone(Piece piece, long removed) {
    boolean stoodAt(long version) {
      return piece.added() <= version && version < removed;
    }
  }

  Unit(AgreementId agreement) {
    this.agreement = agreement;
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

  /// Applies an entry.
  ///
  /// @return pieces whose bytes nobody needs any more
  List<Piece> apply(Entry entry) {
    return switch (entry) {
      case Entry.Stored(_, var piece) -> {
        put(piece);
        yield List.of();
      }
      case Entry.Removed(_, var pieceId, var at) -> remove(pieceId, at);
      case Entry.Signed(_, var revision) -> {
        treeHash = Optional.of(revision.treeHash());
        revisions.put(revision.sequence(), revision);
        yield List.of();
      }
      case Entry.Retained retained -> {
        revisions.keySet().removeIf(sequence -> !retained.keeps(sequence));
        oldTrees.keySet().removeIf(sequence -> !retained.keeps(sequence));
        yield giveUpUnneeded();
      }
      case Entry.Paid(_, var paid) -> {
        voucher = Optional.of(paid);
        served = Math.max(served, paid.servedBytes());
        yield List.of();
      }
      case Entry.Served(_, var bytes) -> {
        served = Math.max(served, bytes);
        yield List.of();
      }
      case Entry.Priced(_, var price) -> {
        egressPerGib = Optional.of(price);
        yield List.of();
      }
      case Entry.Dropped _ -> everything();
      case Entry.Moved moved -> {
        move(moved);
        yield List.of();
      }
    };
  }

  private void put(Piece piece) {
    treeHash = Optional.of(piece.treeHash());
    version = Math.max(version, piece.added());
    pieces.put(piece.id(), piece);
    slots.put(piece.slot(), piece);
    for (; slotsEver <= piece.slot(); slotsEver++) {
      freeSlots.add(slotsEver);
    }
    freeSlots.remove(piece.slot());
    reservedBytes += piece.reservedBytes();
    storedBytes += piece.bytes();
    if (piece.leaves() > 0) {
      tree.put(piece.slot(), piece.root(), piece.leaves());
    }
  }

  private List<Piece> remove(Bytes32 pieceId, long at) {
    version = Math.max(version, at);
    var piece = pieces.remove(pieceId);
    if (piece == null) {
      return List.of();
    }
    slots.remove(piece.slot());
    freeSlots.add(piece.slot());
    reservedBytes -= piece.reservedBytes();
    storedBytes -= piece.bytes();
    tree.clear(piece.slot());
    gone.add(new Gone(piece, at));
    return giveUpUnneeded();
  }

  private void move(Entry.Moved moved) {
    var standing = pieces.get(moved.pieceId());
    if (standing != null && standing.added() == moved.added()) {
      var piece = standing.at(moved.location());
      pieces.put(piece.id(), piece);
      slots.put(piece.slot(), piece);
    }
    gone.replaceAll(
        left ->
            left.piece().id().equals(moved.pieceId()) && left.piece().added() == moved.added()
                ? new Gone(left.piece().at(moved.location()), left.removed())
                : left);
  }

  /// The same piece as it lies now, if it is still needed.
  Optional<Piece> current(Piece known) {
    return Stream.concat(
            Optional.ofNullable(pieces.get(known.id())).stream(), gone.stream().map(Gone::piece))
        .filter(piece -> piece.id().equals(known.id()) && piece.added() == known.added())
        .findFirst();
  }

  private List<Piece> giveUpUnneeded() {
    var unneeded =
        gone.stream()
            .filter(left -> revisions.values().stream().noneMatch(r -> left.stoodAt(r.version())))
            .toList();
    gone.removeAll(unneeded);
    return unneeded.stream().map(Gone::piece).toList();
  }

  private List<Piece> everything() {
    var all = new ArrayList<>(pieces.values());
    gone.forEach(left -> all.add(left.piece()));
    return all;
  }

  /// The entries from which the same unit comes again, as few as possible. Revisions come first:
  /// they hold the pieces that left.
  List<Entry> condensed() {
    var entries = new ArrayList<Entry>();
    egressPerGib.ifPresent(price -> entries.add(new Entry.Priced(agreement, price)));
    revisions.values().forEach(revision -> entries.add(new Entry.Signed(agreement, revision)));
    for (var left : gone) {
      entries.add(new Entry.Stored(agreement, left.piece()));
      entries.add(new Entry.Removed(agreement, left.piece().id(), left.removed()));
    }
    slots.values().forEach(piece -> entries.add(new Entry.Stored(agreement, piece)));
    voucher.ifPresent(paid -> entries.add(new Entry.Paid(agreement, paid)));
    entries.add(new Entry.Served(agreement, served));
    return entries;
  }

  /// The lowest free slot, as the gateways expect holes to be filled first.
  int nextSlot() {
    return freeSlots.isEmpty() ? slotsEver : freeSlots.first();
  }

  /// Sets capacity aside for a piece under way.
  boolean expect(long bytes, long capacityBytes) {
    boolean fits =
        reservedBytes + expectedBytes + bytes <= capacityBytes && nextSlot() < UnitTree.SLOTS_MAX;
    if (fits) {
      expectedBytes += bytes;
    }
    return fits;
  }

  /// The piece came, or will not come.
  long expectNoMore(long bytes) {
    return expectedBytes -= bytes;
  }

  /// How its pieces are hashed, once its first revision or piece has fixed it.
  Optional<TreeHash> treeHash() {
    return treeHash;
  }

  /// The same, for a piece that is about to come: where nothing was fixed, the given one is now, so
  /// that no revision fixes another one meanwhile.
  TreeHash fixTreeHash(TreeHash ifNew) {
    var fixed = treeHash.orElse(ifNew);
    treeHash = Optional.of(fixed);
    return fixed;
  }

  long nextVersion() {
    return version + 1;
  }

  Optional<Piece> piece(Bytes32 id) {
    return Optional.ofNullable(pieces.get(id));
  }

  /// Pieces that stand in a slot, and those that are only kept for audits.
  Collection<Piece> allPieces() {
    return everything();
  }

  List<Piece> slotsFrom(int from, int limit) {
    return slots.tailMap(from).values().stream().limit(limit).toList();
  }

  UnitSummary summary() {
    return new UnitSummary(
        agreement, tree.root(), tree.leaves(), version, pieces.size(), storedBytes, reservedBytes);
  }

  long served() {
    return served;
  }

  Optional<PaidVoucher> voucher() {
    return voucher;
  }

  Optional<BigInteger> egressPerGib() {
    return egressPerGib;
  }

  Optional<Cosigned> revision(long sequence) {
    return Optional.ofNullable(revisions.get(sequence));
  }

  Optional<Cosigned> newestRevision() {
    return Optional.ofNullable(revisions.lastEntry()).map(Map.Entry::getValue);
  }

  List<Long> sequences() {
    return List.copyOf(revisions.keySet());
  }

  /// A revision with this root; which of several is all the same, they have the same leaves.
  OptionalLong sequenceOf(Bytes32 root) {
    return revisions.values().stream()
        .filter(revision -> revision.root().equals(root))
        .mapToLong(Cosigned::sequence)
        .findFirst();
  }

  /// The tree of a revision, built when it is first asked for.
  UnitTree treeAt(Cosigned revision) {
    return oldTrees.computeIfAbsent(
        revision.sequence(),
        _ -> {
          if (revision.version() == version) {
            return tree.copy();
          }
          var old = new UnitTree();
          slots.values().stream()
              .filter(piece -> piece.added() <= revision.version() && piece.leaves() > 0)
              .forEach(piece -> old.put(piece.slot(), piece.root(), piece.leaves()));
          gone.stream()
              .filter(left -> left.stoodAt(revision.version()) && left.piece().leaves() > 0)
              .forEach(
                  left -> old.put(left.piece().slot(), left.piece().root(), left.piece().leaves()));
          return old;
        });
  }

  /// The piece that stood in a slot at a version.
  Optional<Piece> pieceAt(int slot, long atVersion) {
    var now = slots.get(slot);
    if (now != null && now.added() <= atVersion) {
      return Optional.of(now);
    }
    return gone.stream()
        .filter(left -> left.piece().slot() == slot && left.stoodAt(atVersion))
        .map(Gone::piece)
        .findFirst();
  }
}
