package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.AgreementId;
import network.flashback.node.store.Placement.Copy;
import network.flashback.node.store.Placement.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The start of a node's disks: opens each that can be, and finds out which agreement lies where,
/// from what lies on them and from what they remember of those that cannot.
final class DisksOpening {
  private static final Logger LOG = LoggerFactory.getLogger(DisksOpening.class);

  private final Settings settings;
  private final List<Mount> mounts;
  private final Placement placement = new Placement();
  private final List<Shelf> shelves = new ArrayList<>();

  /// How stores are opened.
  record Settings(
      long reserveBytes, long sharedPieceBytes, Limits limits, RandomGenerator random) {}

  /// A folder, and the system that makes it durable.
  record Mount(Disk system, DiskFolder folder) {
    Copy copy() {
      return new Copy(system, folder.path());
    }
  }

  /// One disk as it was found.
  ///
  /// @param id empty while it has none, or when it cannot be read
  /// @param store empty when it does not work
  /// @param failure why it does not
  record Shelf(Mount mount, String id, Optional<PieceStore> store, Optional<String> failure) {}

  /// What was found.
  record Found(List<Shelf> shelves, Placement placement) {}

  DisksOpening(Settings settings, List<Mount> mounts) {
    this.settings = settings;
    this.mounts = List.copyOf(mounts);
  }

  Found run() throws IOException {
    requireDifferent();
    try {
      return open();
    } catch (IOException | RuntimeException e) {
      for (var shelf : shelves) {
        if (shelf.store.isPresent()) {
          shelf.store.get().close();
        }
      }
      throw e;
    }
  }

  private void requireDifferent() throws IOException {
    var seen = new HashSet<Path>();
    for (var mount : mounts) {
      if (!seen.add(mount.folder.path())) {
        throw new IOException(
            "The folder %s is named twice: give each disk of the node a folder of its own."
                .formatted(mount.folder.path()));
      }
    }
  }

  private Found open() throws IOException {
    var ids = new HashMap<Mount, Optional<String>>();
    var failures = new HashMap<Mount, String>();
    for (var mount : mounts) {
      try {
        placement.learn(mount.folder.path());
        ids.put(mount, Placement.idIn(mount.folder.path()));
      } catch (IOException | IllegalArgumentException | UncheckedIOException unreadable) {
        failures.put(mount, String.valueOf(unreadable.getMessage()));
      }
    }
    requireNoCopies(ids);
    Set<String> missing = new LinkedHashSet<>(placement.paths().keySet());
    ids.values().forEach(id -> id.ifPresent(missing::remove));
    for (var mount : mounts) {
      var failure = failures.get(mount);
      if (failure == null && ids.getOrDefault(mount, Optional.empty()).isEmpty()) {
        failure = unmounted(mount.folder.path(), missing).orElse(null);
      }
      shelves.add(
          failure == null
              ? open(mount, ids.getOrDefault(mount, Optional.empty()))
              : gone(mount, failure));
    }
    var live = shelves.stream().filter(shelf -> shelf.store.isPresent()).toList();
    if (live.isEmpty()) {
      throw new IOException(
          "No disk of this node can be opened. "
              + String.join(" ", shelves.stream().map(shelf -> shelf.failure.orElse("")).toList()));
    }
    settle(live);
    tellOfUnnamed();
    for (var shelf : live) {
      placement.writeTo(shelf.mount.copy());
    }
    return new Found(List.copyOf(shelves), placement);
  }

  /// A disk that the configuration names no more takes its agreements along.
  private void tellOfUnnamed() {
    var named = shelves.stream().map(Shelf::id).toList();
    for (var path : placement.paths().entrySet()) {
      long agreements =
          placement.homes().values().stream()
              .filter(home -> home.disk().equals(path.getKey()))
              .count();
      if (!named.contains(path.getKey()) && agreements > 0) {
        LOG.error(
            "{} agreements lie on the disk {}, which was in {} and is named by no folder now: they are unavailable. Name it again if it lives.",
            agreements,
            path.getKey(),
            path.getValue());
      }
    }
  }

  private static void requireNoCopies(Map<Mount, Optional<String>> ids) throws IOException {
    var seen = new HashMap<String, Mount>();
    for (var each : ids.entrySet()) {
      if (each.getValue().isPresent()) {
        var other = seen.put(each.getValue().get(), each.getKey());
        if (other != null) {
          throw new IOException(
              "%s and %s are copies of the same disk: take one of them out of the configuration."
                  .formatted(other.folder.path(), each.getKey().folder.path()));
        }
      }
    }
  }

  /// An empty folder where another disk was mounted before is no new disk.
  private Optional<String> unmounted(Path folder, Set<String> missing) throws IOException {
    if (hasStore(folder)) {
      return Optional.empty();
    }
    return missing.stream()
        .filter(id -> folder.toString().equals(placement.paths().get(id)))
        .findFirst()
        .map(
            id ->
                "%s is empty, and the disk %s was there: mount it and start the node again. A new disk in its place needs another folder."
                    .formatted(folder, id));
  }

  private static boolean hasStore(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    if (Files.exists(folder.resolve("index").resolve("manifest"))) {
      return true;
    }
    try (var inside = Files.newDirectoryStream(folder, "journal*")) {
      return inside.iterator().hasNext();
    }
  }

  private Shelf open(Mount mount, Optional<String> known) throws IOException {
    try {
      var store =
          PieceStore.open(
              mount.system,
              mount.folder.path(),
              mount.folder.capacityBytes(),
              settings.reserveBytes,
              settings.sharedPieceBytes,
              settings.limits,
              settings.random);
      var id = known.isPresent() ? known.get() : Placement.giveId(mount.copy(), settings.random);
      placement.paths().put(id, mount.folder.path().toString());
      return new Shelf(mount, id, Optional.of(store), Optional.empty());
    } catch (DiskTakenException taken) {
      // Nothing is wrong with the disk, but with how the node is run.
      throw taken;
    } catch (IOException | UncheckedIOException broken) {
      return gone(mount, String.valueOf(broken.getMessage()));
    }
  }

  private Shelf gone(Mount mount, String why) {
    var path = mount.folder.path().toString();
    var id =
        placement.paths().entrySet().stream()
            .filter(each -> each.getValue().equals(path))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    LOG.error(
        "The disk {} does not work, and what lies on it is unavailable; the others go on. {}",
        mount.folder.path(),
        why);
    return new Shelf(mount, id, Optional.empty(), Optional.of(why));
  }

  /// What lies on the disks that work outweighs what any of them remembers.
  private void settle(List<Shelf> live) {
    Map<AgreementId, Shelf> found = new HashMap<>();
    for (var shelf : live) {
      for (var agreement : shelf.store.orElseThrow().agreements()) {
        var other = found.get(agreement);
        found.put(agreement, other == null ? shelf : better(agreement, other, shelf));
      }
    }
    Set<String> working = new HashSet<>(live.stream().map(Shelf::id).toList());
    placement
        .homes()
        .entrySet()
        .removeIf(
            each -> working.contains(each.getValue().disk()) && !found.containsKey(each.getKey()));
    found.forEach(
        (agreement, shelf) -> {
          var said = placement.homes().get(agreement);
          long bytes =
              said != null
                  ? said.bytes()
                  : shelf.store.orElseThrow().summary(agreement).reservedBytes();
          placement.homes().put(agreement, new Home(shelf.id, bytes));
        });
  }

  /// Cannot happen but to disks that were copied or were away while the others were started without
  /// what they remember.
  private static Shelf better(AgreementId agreement, Shelf one, Shelf other) {
    var chosen = newest(agreement, other) > newest(agreement, one) ? other : one;
    LOG.error(
        "Agreement {} lies on {} and on {}; the one in {} counts, because its newest revision is newer. Remove the copy.",
        agreement,
        one.mount.folder.path(),
        other.mount.folder.path(),
        chosen.mount.folder.path());
    return chosen;
  }

  private static long newest(AgreementId agreement, Shelf shelf) {
    return shelf.store.orElseThrow().newestRevision(agreement).map(Cosigned::sequence).orElse(-1L);
  }
}
