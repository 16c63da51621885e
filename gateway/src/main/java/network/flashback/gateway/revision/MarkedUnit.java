package network.flashback.gateway.revision;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.flashback.evm.possession.UnitTree;
import network.flashback.gateway.metadata.Revisions.SlottedPiece;
import network.flashback.providers.ProvingStore;
import network.flashback.providers.ProvingStore.Mark;
import network.flashback.providers.ProvingStore.OccupiedSlot;
import network.flashback.providers.ProvingStore.UnitRoot;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.StoredName;

/// What a provider says it held at a mark, and the receipts of our own that say the same: for a
/// revision while writes never pause.
///
/// A piece that stood at the mark had its receipt before it, or gets it soon after. So receipts are
/// read before the mark and again until there is one for every slot. A provider that names a piece
/// which we never put finds no signature.
///
/// Not safe for several threads.
final class MarkedUnit {
  private static final int SLOTS_AT_ONCE = 1000;

  private final Mark mark;
  private final Set<SlottedPiece> before;
  private final Map<Integer, SlottedPiece> theirs;
  private final Set<SlottedPiece> unconfirmed;

  private MarkedUnit(Mark mark, Set<SlottedPiece> before, Map<Integer, SlottedPiece> theirs) {
    this.mark = mark;
    this.before = before;
    this.theirs = theirs;
    this.unconfirmed = new HashSet<>(theirs.values());
    unconfirmed.removeAll(before);
  }

  /// Marks, and lists what the provider says.
  ///
  /// @param before receipts that were there before
  static MarkedUnit of(ProvingStore store, Collection<SlottedPiece> before) throws IOException {
    var mark = store.mark();
    var theirs = new TreeMap<Integer, SlottedPiece>();
    for (long from = 0; ; ) {
      var slots = store.slots(mark, from, SLOTS_AT_ONCE);
      for (var slot : slots) {
        if (slot.slot() < from || slot.slot() >= UnitTree.SLOTS_MAX) {
          throw new StoreException(
              Reason.CORRUPT, "lists slot %d where %d follows".formatted(slot.slot(), from));
        }
        theirs.put((int) slot.slot(), piece(slot));
        from = slot.slot() + 1;
      }
      if (slots.size() < SLOTS_AT_ONCE) {
        return new MarkedUnit(mark, Set.copyOf(before), theirs);
      }
    }
  }

  private static SlottedPiece piece(OccupiedSlot slot) {
    return new SlottedPiece(slot.name(), (int) slot.slot(), slot.root(), slot.leaves());
  }

  Mark mark() {
    return mark;
  }

  /// Takes receipts that came since.
  ///
  /// @return whether there is one now for everything that stood
  boolean isConfirmedBy(Collection<SlottedPiece> receipts) {
    unconfirmed.removeAll(Set.copyOf(receipts));
    return unconfirmed.isEmpty();
  }

  /// The tree of what stood, of our own receipts once all is confirmed.
  UnitRoot unit() {
    if (!unconfirmed.isEmpty()) {
      throw new IllegalStateException(unconfirmed.size() + " pieces have no receipt.");
    }
    return unit(theirs.values());
  }

  static UnitRoot unit(Collection<SlottedPiece> pieces) {
    var tree =
        UnitTree.of(
            pieces.stream()
                .map(piece -> new UnitTree.Placed(piece.slot(), piece.root(), piece.leaves()))
                .toList());
    return new UnitRoot(tree.root(), tree.leaves());
  }

  /// Pieces that had a receipt before the mark and did not stand at it.
  ///
  /// @param kept whose removal nobody has begun since
  List<StoredName> missing(Set<StoredName> kept) {
    var standing = theirs.values().stream().map(SlottedPiece::name).collect(Collectors.toSet());
    return before.stream()
        .map(SlottedPiece::name)
        .filter(name -> kept.contains(name) && !standing.contains(name))
        .toList();
  }
}
