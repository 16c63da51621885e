package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.node.store.DisksOpening.Shelf;
import network.flashback.node.store.Placement.Copy;
import network.flashback.node.store.Placement.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of a node's disks an agreement lies on, and how much room each has for more.
final class Homes {
  private static final Logger LOG = LoggerFactory.getLogger(Disks.class);

  private final List<Shelf> shelves;
  private final Placement placement;

  // Of disks that work.
  private final ConcurrentMap<AgreementId, PieceStore> stores = new ConcurrentHashMap<>();
  private final ConcurrentMap<AgreementId, Long> expected = new ConcurrentHashMap<>();

  // Guarded by this, like the placement.
  private final Set<Copy> outdated = new HashSet<>();
  private Map<AgreementId, Long> promised = new HashMap<>();

  Homes(List<Shelf> shelves, Placement placement) {
    this.shelves = shelves;
    this.placement = placement;
    placement
        .homes()
        .forEach(
            (agreement, home) -> {
              promised.put(agreement, home.bytes());
              shelfOf(home).flatMap(Shelf::store).ifPresent(at -> stores.put(agreement, at));
            });
  }

  private Optional<Shelf> shelfOf(Home home) {
    return shelves.stream().filter(shelf -> shelf.id().equals(home.disk())).findFirst();
  }

  /// The disk of an agreement, for what can be answered with nothing where there is none.
  Optional<PieceStore> known(AgreementId agreement) {
    return Optional.ofNullable(stores.get(agreement));
  }

  /// The disk of an agreement, for reading; empty for one that nothing was written of.
  Optional<PieceStore> readable(AgreementId agreement) {
    var at = known(agreement);
    if (at.isEmpty()) {
      try {
        requireNotGone(agreement);
      } catch (DiskGoneException gone) {
        throw new UncheckedIOException(gone);
      }
    }
    return at;
  }

  private synchronized void requireNotGone(AgreementId agreement) throws DiskGoneException {
    var home = placement.homes().get(agreement);
    if (home != null && !stores.containsKey(agreement)) {
      throw new DiskGoneException(
          agreement,
          placement.paths().getOrDefault(home.disk(), "its path is not known")
              + ", id "
              + home.disk());
    }
  }

  /// The disk of an agreement, for writing: the one with the most free room where it has none yet.
  PieceStore writable(AgreementId agreement) throws IOException {
    var at = stores.get(agreement);
    return at == null ? place(agreement) : at;
  }

  private synchronized PieceStore place(AgreementId agreement) throws IOException {
    var quicker = stores.get(agreement);
    if (quicker != null) {
      return quicker;
    }
    requireNotGone(agreement);
    long bytes = expected.getOrDefault(agreement, 0L);
    var roomiest =
        working().stream()
            .filter(shelf -> !outdated.contains(shelf.mount().copy()))
            .sorted(
                Comparator.comparingLong(this::freeBytes)
                    .reversed()
                    .thenComparingLong(shelf -> storeOf(shelf).usedBytes()))
            .toList();
    for (var shelf : roomiest) {
      if (freeBytes(shelf) < bytes) {
        throw new DiskFullException(
            "Agreement %s may hold %d bytes, and the disk with the most room has %d left: add a disk, or wait until agreements end."
                .formatted(agreement, bytes, freeBytes(shelf)),
            null);
      }
      outdated.addAll(placement.place(agreement, new Home(shelf.id(), bytes), writableCopies()));
      if (!outdated.contains(shelf.mount().copy())) {
        promised.put(agreement, bytes);
        stores.put(agreement, storeOf(shelf));
        LOG.info("Agreement {} lies on {}", agreement, shelf.mount().folder().path());
        return storeOf(shelf);
      }
      placement.homes().remove(agreement);
      LOG.error("The disk {} takes no notes: it gets no agreements", shelf.mount().folder().path());
    }
    throw new IOException("No disk of this node takes agreements: check the disks, and restart.");
  }

  /// Of a disk that works.
  static PieceStore storeOf(Shelf shelf) {
    return shelf.store().orElseThrow();
  }

  /// What keeps a disk from working; empty while nothing does.
  static Optional<String> failureOf(Shelf shelf) {
    return shelf.failure().or(() -> shelf.store().flatMap(PieceStore::failure));
  }

  List<Shelf> working() {
    return shelves.stream().filter(shelf -> failureOf(shelf).isEmpty()).toList();
  }

  private long freeBytes(Shelf shelf) {
    return state(shelf).freeBytes();
  }

  /// A disk as it is now.
  synchronized DiskState state(Shelf shelf) {
    long promisedBytes = 0;
    int agreements = 0;
    for (var each : placement.homes().entrySet()) {
      if (each.getValue().disk().equals(shelf.id())) {
        promisedBytes += promised.getOrDefault(each.getKey(), 0L);
        agreements++;
      }
    }
    return new DiskState(
        shelf.mount().folder().path(),
        shelf.mount().folder().capacityBytes(),
        promisedBytes,
        shelf.store().map(PieceStore::usedBytes).orElse(0L),
        agreements,
        failureOf(shelf));
  }

  /// Tells what an agreement may hold that is about to be placed.
  void expect(AgreementId agreement, long capacityBytes) {
    if (!stores.containsKey(agreement)) {
      expected.put(agreement, capacityBytes);
    }
  }

  /// Tells what all agreements may hold that are not over.
  synchronized void promises(Map<AgreementId, Long> capacityBytes) {
    var now = new HashMap<>(capacityBytes);
    // What was placed a moment ago may not have been on the chain that was read.
    expected.forEach(
        (agreement, bytes) -> {
          if (stores.containsKey(agreement)) {
            now.putIfAbsent(agreement, bytes);
          }
        });
    expected.keySet().removeIf(stores::containsKey);
    promised = now;
  }

  /// What could still be promised to one agreement.
  synchronized long largestFreeBytes() {
    return working().stream().mapToLong(this::freeBytes).max().orElse(0);
  }

  List<Shelf> shelves() {
    return shelves;
  }

  /// Agreements on disks that could be opened.
  Set<AgreementId> agreements() {
    return Set.copyOf(stores.keySet());
  }

  /// The agreement was given up on its disk.
  synchronized void forget(AgreementId agreement) {
    stores.remove(agreement);
    promised.remove(agreement);
    expected.remove(agreement);
    outdated.addAll(placement.forget(agreement, writableCopies()));
  }

  private List<Copy> writableCopies() {
    return working().stream()
        .map(shelf -> shelf.mount().copy())
        .filter(copy -> !outdated.contains(copy))
        .toList();
  }

  /// The disk of an agreement that something is there of.
  PieceStore there(AgreementId agreement) throws IOException {
    var at = stores.get(agreement);
    if (at == null) {
      requireNotGone(agreement);
      throw new IOException("Nothing is kept for agreement " + agreement + " here.");
    }
    return at;
  }
}
