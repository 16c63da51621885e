package network.flashback.gateway.revision;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.flashback.evm.Bytes32;
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

  /// A difference that writes explain, so many times in a row: they do not pause.
  private static final int EXPLAINED_MAX = 3;

  /// Rounds in which receipts for what stood at a mark may come.
  private static final int MARKED_ROUNDS_MAX = 5;

  /// How long a provider may hold something that it has not signed for. A mark of ten million
  /// pieces takes minutes, and may fail once.
  private static final Duration UNSIGNED_MAX = Duration.ofMinutes(20);

  private static final int SLOTS_AT_ONCE = 1000;

  private final Legs legs;
  private final Revisions revisions;
  private final Predicate<Bytes32> known;
  private final InstantSource clock;
  private final Map<BigInteger, Instant> unsignedSince = new ConcurrentHashMap<>();
  private final Map<BigInteger, Progress> progress = new ConcurrentHashMap<>();
  private final Map<BigInteger, Pending> pending = new ConcurrentHashMap<>();

  /// @param of the leg's store that counts changes; another one begins anew
  /// @param signedAt the store's count of changes when it was last signed; -1 before
  /// @param differences that no write explained
  /// @param explained differences in a row that writes explained
  private record Progress(LegStore of, long signedAt, int differences, int explained) {
    static Progress none(LegStore leg) {
      return new Progress(leg, -1, 0, 0);
    }

    static Progress signed(LegStore leg, long changes) {
      return new Progress(leg, changes, 0, 0);
    }

    boolean isSigned(LegStore leg) {
      return of == leg && signedAt == leg.changes();
    }

    Progress differs(boolean explained) {
      return new Progress(
          of, -1, differences + (explained ? 0 : 1), explained ? this.explained + 1 : 0);
    }
  }

  /// A mark whose receipts are waited for.
  private record Pending(MarkedUnit marked, int rounds) {}

  /// Signs for these legs.
  ///
  /// @param known whether this database is the one an SLA's pieces are in: only then one that it
  ///   does not know belongs to nothing
  public Cosigning(Legs legs, Revisions revisions, Predicate<Bytes32> known, InstantSource clock) {
    this.legs = legs;
    this.revisions = revisions;
    this.known = known;
    this.clock = clock;
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
      observe(sla, leg);
    }
  }

  /// A provider that takes bytes and signs for none of them has them audited by no epoch, and is
  /// paid all the same: nothing more is put there until it signs.
  private void observe(Sla sla, LegStore leg) {
    var agreement = leg.leg().agreementId();
    boolean late = isLate(leg) && (leg.unsigned() || known.test(sla.id()));
    if (late == leg.unsigned()) {
      return;
    }
    leg.unsigned(late);
    if (late) {
      LOG.warn(
          "agreement {}: for {} minutes its provider has not signed for what it holds, so that no"
              + " audit would ask for it; it is given no more pieces until it signs",
          agreement,
          UNSIGNED_MAX.toMinutes());
    } else {
      LOG.info("agreement {}: its provider signs again, and is given pieces again", agreement);
    }
  }

  private boolean isLate(LegStore leg) {
    var agreement = leg.leg().agreementId();
    if (progress.getOrDefault(agreement, Progress.none(leg)).isSigned(leg)) {
      unsignedSince.remove(agreement);
      return false;
    }
    var now = clock.instant();
    return unsignedSince.computeIfAbsent(agreement, _ -> now).plus(UNSIGNED_MAX).isBefore(now);
  }

  /// To be told when the provider's signature is there for all that stood a moment ago.
  private void signed(BigInteger agreement) {
    unsignedSince.put(agreement, clock.instant());
  }

  private void cosign(Sla sla, LegStore leg, ProvingStore store) throws IOException {
    var agreement = leg.leg().agreementId();
    var before = progress.getOrDefault(agreement, Progress.none(leg));
    if (before.isSigned(leg)) {
      return;
    }
    var changes = leg.changes();
    var taken = piecesBySlot(leg);
    if (taken.isEmpty()) {
      // A slot is given anew only when its piece is gone: without this look the new one would hide
      // the loss.
      compare(sla, leg, store);
      return;
    }
    var unit = MarkedUnit.unit(taken.get().values());
    if (revisions.signed(agreement, leg.leg().nodeKey()).filter(unit::equals).isPresent()) {
      progress.put(agreement, Progress.signed(leg, changes));
      signed(agreement);
      return;
    }
    var sequence = revisions.nextSequence(agreement);
    switch (store.cosign(sequence, unit)) {
      case Cosigned.Agreed signed -> {
        record(leg, sequence, unit, signed);
        progress.put(agreement, Progress.signed(leg, changes));
        pending.remove(agreement);
      }
      case Cosigned.Differs(UnitRoot theirs) -> {
        var after = before.differs(isExplained(leg, unit));
        progress.put(agreement, after);
        if (after.differences >= DIFFERENCES_MAX) {
          LOG.warn(
              "agreement {}: we count {} leaves, the provider {}: comparing slot by slot",
              agreement,
              unit.leaves(),
              theirs.leaves());
          compare(sla, leg, store);
          progress.put(agreement, Progress.none(leg));
        } else if (after.explained >= EXPLAINED_MAX) {
          var waiting = pending.remove(agreement);
          signMarked(
              sla,
              leg,
              store,
              waiting == null
                  ? new Pending(MarkedUnit.of(store, taken.get().values()), 0)
                  : waiting);
        }
      }
    }
  }

  private void record(LegStore leg, long sequence, UnitRoot unit, Cosigned.Agreed signed) {
    var agreement = leg.leg().agreementId();
    revisions.record(agreement, sequence, unit, leg.leg().treeHash(), leg.leg().nodeKey(), signed);
    signed(agreement);
    LOG.info(
        "agreement {}: revision {} of {} leaves is signed", agreement, sequence, unit.leaves());
  }

  /// Signs what stood at a mark once there is a receipt for all of it; writes go on meanwhile.
  private void signMarked(Sla sla, LegStore leg, ProvingStore store, Pending waiting)
      throws IOException {
    var agreement = leg.leg().agreementId();
    var marked = waiting.marked;
    if (!marked.isConfirmedBy(piecesBySlot(leg).map(Map::values).orElse(List.of()))) {
      if (waiting.rounds < MARKED_ROUNDS_MAX) {
        pending.put(agreement, new Pending(marked, waiting.rounds + 1));
      } else {
        // A piece that came and went between two looks, one that belongs to nothing, or a lie.
        compare(sla, leg, store);
      }
      return;
    }
    for (StoredName name : marked.missing(revisions.kept(agreement))) {
      LOG.warn("agreement {}: the provider no longer has piece {}", agreement, name);
      revisions.lost(name);
    }
    var unit = marked.unit();
    var sequence = revisions.nextSequence(agreement);
    if (store.cosignMarked(sequence, unit, marked.mark()) instanceof Cosigned.Agreed signed) {
      record(leg, sequence, unit, signed);
    }
    progress.put(agreement, Progress.none(leg));
  }

  /// Whether something is being put or deleted at the leg, here or by another gateway, or has been
  /// since its receipts were counted: then the provider was ahead of us, as it always is for a
  /// moment.
  private boolean isExplained(LegStore leg, UnitRoot counted) {
    return leg.isChanging()
        || revisions.isBeingWritten(leg.leg().agreementId())
        || !piecesBySlot(leg)
            .map(pieces -> MarkedUnit.unit(pieces.values()))
            .equals(Optional.of(counted));
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
