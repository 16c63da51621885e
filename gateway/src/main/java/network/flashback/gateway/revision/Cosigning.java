package network.flashback.gateway.revision;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.UnitTree;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Revisions;
import network.flashback.gateway.metadata.Revisions.SlottedPiece;
import network.flashback.providers.ProvingStore;
import network.flashback.providers.ProvingStore.Cosigned;
import network.flashback.providers.ProvingStore.OccupiedSlot;
import network.flashback.providers.ProvingStore.UnitRoot;
import network.flashback.providers.StoredName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the signed revision of every agreement up to what is stored there.
///
/// The first revision is of the empty tree: it starts the provider's pay. A root is always computed
/// from receipts of our own; the provider's view only tells that the two differ.
public final class Cosigning {
  private static final Logger LOG = LoggerFactory.getLogger(Cosigning.class);

  /// A difference that no write explains, so many times, is looked into.
  private static final int DIFFERENCES_MAX = 5;

  private static final int SLOTS_AT_ONCE = 1000;

  private final Legs legs;
  private final Revisions revisions;
  private final Predicate<Bytes32> known;
  private final Map<BigInteger, Progress> progress = new ConcurrentHashMap<>();

  /// @param signedAt the leg's count of changes when it was last signed; -1 before
  /// @param differences that no write explained
  private record Progress(long signedAt, int differences) {}

  /// Signs for these legs.
  ///
  /// @param known whether this database is the one an SLA's pieces are in: only then one that it
  ///   does not know belongs to nothing
  public Cosigning(Legs legs, Revisions revisions, Predicate<Bytes32> known) {
    this.legs = legs;
    this.revisions = revisions;
    this.known = known;
  }

  /// Brings every agreement up to date that has changed since the last round.
  public void round() {
    for (Sla sla : legs.slas()) {
      for (Leg one : sla.legs()) {
        legs.store(one).ifPresent(leg -> cosign(sla, leg));
      }
    }
  }

  private void cosign(Sla sla, LegStore leg) {
    if (leg.store() instanceof ProvingStore store && !leg.suspect()) {
      try {
        cosign(sla, leg, store);
      } catch (IOException e) {
        leg.failed(e);
        LOG.warn("revision of agreement {} waits: {}", leg.leg().agreementId(), e.getMessage());
      }
    }
  }

  private void cosign(Sla sla, LegStore leg, ProvingStore store) throws IOException {
    var agreement = leg.leg().agreementId();
    var before = progress.getOrDefault(agreement, new Progress(-1, 0));
    var changes = leg.changes();
    if (before.signedAt == changes) {
      return;
    }
    var taken = piecesBySlot(leg);
    if (taken.isEmpty()) {
      // A slot is given anew only when its piece is gone: without this look the new one would hide
      // the loss.
      compare(sla, leg, store);
      return;
    }
    var unit = unit(taken.get());
    if (revisions.signed(agreement).filter(unit::equals).isPresent()) {
      progress.put(agreement, new Progress(changes, 0));
      return;
    }
    var sequence = revisions.nextSequence(agreement);
    switch (store.cosign(sequence, unit)) {
      case Cosigned.Agreed signed -> {
        revisions.record(agreement, sequence, unit, leg.leg().treeHash(), signed);
        progress.put(agreement, new Progress(changes, 0));
        LOG.info(
            "agreement {}: revision {} of {} leaves is signed", agreement, sequence, unit.leaves());
      }
      case Cosigned.Differs(UnitRoot theirs) -> {
        var differences = before.differences + (isExplained(leg, unit) ? 0 : 1);
        progress.put(agreement, new Progress(-1, differences));
        if (differences >= DIFFERENCES_MAX) {
          LOG.warn(
              "agreement {}: we count {} leaves, the provider {}: comparing slot by slot",
              agreement,
              unit.leaves(),
              theirs.leaves());
          compare(sla, leg, store);
          progress.put(agreement, new Progress(-1, 0));
        }
      }
    }
  }

  /// Whether something is being put or deleted at the leg, here or by another gateway, or has been
  /// since its receipts were counted: then the provider was ahead of us, as it always is for a
  /// moment.
  private boolean isExplained(LegStore leg, UnitRoot counted) {
    return leg.isChanging()
        || revisions.isBeingWritten(leg.leg().agreementId())
        || !piecesBySlot(leg).map(Cosigning::unit).equals(Optional.of(counted));
  }

  /// Receipts by slot, those not in the database yet included; empty when two receipts name one
  /// slot.
  private Optional<Map<Integer, SlottedPiece>> piecesBySlot(LegStore leg) {
    var recorded = revisions.pieces(leg.leg().agreementId());
    var names = recorded.stream().map(SlottedPiece::name).collect(Collectors.toSet());
    leg.unrecorded().keySet().removeAll(names);
    var bySlot = new HashMap<Integer, SlottedPiece>();
    for (SlottedPiece piece : recorded) {
      if (bySlot.put(piece.slot(), piece) != null) {
        return Optional.empty();
      }
    }
    for (var entry : leg.unrecorded().entrySet()) {
      var receipt = entry.getValue();
      var slot = Math.toIntExact(receipt.slot());
      var piece = new SlottedPiece(entry.getKey(), slot, receipt.root(), receipt.leaves());
      if (bySlot.put(slot, piece) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(bySlot);
  }

  private static UnitRoot unit(Map<Integer, SlottedPiece> bySlot) {
    var tree =
        UnitTree.of(
            bySlot.values().stream()
                .map(piece -> new UnitTree.Placed(piece.slot(), piece.root(), piece.leaves()))
                .toList());
    return new UnitRoot(tree.root(), tree.leaves());
  }

  /// Removes pieces that only the provider knows, and sends to repair those that only we know.
  private void compare(Sla sla, LegStore leg, ProvingStore store) throws IOException {
    var agreement = leg.leg().agreementId();
    if (!known.test(sla.id())) {
      LOG.warn("agreement {}: pieces this database does not know stay for now", agreement);
      return;
    }
    // Read in this order, a put under way meanwhile is taken neither for a loss nor for an orphan.
    var ours = revisions.pieces(agreement);
    var theirs = new HashMap<StoredName, OccupiedSlot>();
    for (long from = 0; ; ) {
      var slots = store.slots(from, SLOTS_AT_ONCE);
      slots.forEach(slot -> theirs.put(slot.name(), slot));
      if (slots.size() < SLOTS_AT_ONCE) {
        break;
      }
      from = slots.getLast().slot() + 1;
    }
    Set<StoredName> known = new HashSet<>(revisions.names(agreement));
    for (StoredName name : theirs.keySet()) {
      if (!known.contains(name)) {
        LOG.warn("agreement {}: piece {} belongs to nothing and is removed", agreement, name);
        store.delete(name);
        leg.deleted(name);
      }
    }
    for (SlottedPiece piece : ours) {
      var slot = theirs.get(piece.name());
      if (slot == null || slot.slot() != piece.slot() || !slot.root().equals(piece.root())) {
        LOG.warn("agreement {}: the provider no longer has piece {}", agreement, piece.name());
        revisions.lost(piece.name());
      }
    }
  }
}
