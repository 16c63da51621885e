package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.possession.UnitGroups.Node;
import network.flashback.node.store.Manifest.Known;
import network.flashback.node.store.Manifest.Position;
import network.flashback.node.store.PageTable.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which pieces there are: in files that are never changed, and in memory what the journal has
/// changed since they were written.
///
/// Condensing writes what has changed into one more file, and what is left of files that are mostly
/// out of date; then a manifest says, in one step, of which files the index consists and from where
/// on the journal is to be read. Until then the files before it, and all of the journal, are there.
final class Index implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Index.class);

  // Of small files so many may stand around; more are joined although nothing in them is old.
  private static final long SMALL_BYTES = 1 << 20;
  private static final int SMALL_FILES = 16;

  private final Disk disk;
  private final Path home;
  private final Limits limits;
  private final long key;
  private final Position from;
  private final ConcurrentMap<AgreementId, Unit> units = new ConcurrentHashMap<>();
  private final Rooms rooms = new Rooms();
  private final AtomicInteger changedPages = new AtomicInteger();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicInteger nextSerial;

  // Of the one that condenses.
  private final Set<IndexFile> damaged = new HashSet<>();
  private List<IndexFile> files = new ArrayList<>();
  private long nextFile;

  private Index(Disk disk, Path home, Limits limits, Manifest manifest) {
    this.disk = disk;
    this.home = home;
    this.limits = limits;
    this.key = manifest.key();
    this.from = manifest.from();
    this.nextSerial = new AtomicInteger(manifest.nextSerial());
    this.nextFile = manifest.nextFile();
  }

  /// Reads the index of a disk, without what is in the journal behind it.
  ///
  /// @param random for the key of a new disk
  static Index open(Disk disk, Path disksHome, Limits limits, RandomGenerator random)
      throws IOException {
    var home = Files.createDirectories(disksHome.resolve("index"));
    disk.syncDirectory(disksHome);
    var manifest =
        Manifest.read(manifestIn(home)).orElseGet(() -> Manifest.fresh(random.nextLong()));
    var index = new Index(disk, home, limits, manifest);
    index.load(manifest);
    return index;
  }

  private static Path manifestIn(Path home) {
    return home.resolve("manifest");
  }

  private Path pathOf(long file) {
    return home.resolve("%016x".formatted(file));
  }

  // --- start

  private void load(Manifest manifest) throws IOException {
    rooms.addAll(manifest.rooms());
    rooms.startAfter(manifest.highestFile());
    Map<Integer, Unit> bySerial = new HashMap<>();
    for (var known : manifest.units()) {
      var unit = unit(known.agreement(), known.serial(), known.pieces());
      units.put(known.agreement(), unit);
      bySerial.put(known.serial(), unit);
    }
    for (var outline : manifest.files()) {
      files.add(new IndexFile(pathOf(outline.number()), outline));
    }
    deleteOthers();
    Map<Unit, Map<Integer, Node>> nodes = new HashMap<>();
    for (var file : files.reversed()) {
      file.lines(
          (line, ids) -> {
            var unit = bySerial.get(line.serial());
            // What a newer file has, or a unit that was given up, is of no account here.
            if (unit == null || unit.pages().isWritten(line.page())) {
              return;
            }
            var written =
                new Written(line.page(), file, line.offset(), line.length(), line.changed());
            if (line.page() == PageTable.HEAD) {
              unit.pages().put(written);
              unit.head()
                  .decode(file.read(line.serial(), line.page(), line.offset(), line.length()));
            } else {
              unit.load(written, line, ids);
              nodes.computeIfAbsent(unit, _ -> new HashMap<>()).put(line.page(), line.node());
            }
          });
    }
    nodes.forEach(Unit::nodes);
  }

  // Of a condensing that did not come to its end, or did not come to tidying up.
  private void deleteOthers() throws IOException {
    Set<Path> known = new HashSet<>(files.stream().map(IndexFile::path).toList());
    known.add(manifestIn(home));
    try (var all = Files.newDirectoryStream(home)) {
      for (var file : all) {
        if (!known.contains(file)) {
          disk.delete(file);
        }
      }
    }
  }

  /// Where the journal goes on behind what was read.
  Position from() {
    return from;
  }

  // --- operation

  ConcurrentMap<AgreementId, Unit> units() {
    return units;
  }

  Unit unitOf(AgreementId agreement) {
    return units.computeIfAbsent(agreement, id -> unit(id, nextSerial.getAndIncrement(), 0));
  }

  private Unit unit(AgreementId id, int serial, int expected) {
    return new Unit(id, serial, key, expected, changedPages);
  }

  Rooms rooms() {
    return rooms;
  }

  /// An entry of the journal has been applied to its unit.
  void count(Unit.Applied applied) {
    rooms.addAll(applied.taken());
    applied.given().forEach(rooms::remove);
    entries.incrementAndGet();
  }

  /// Whether so much is in memory only that it is time to condense.
  boolean isDue() {
    return lags(1);
  }

  /// Whether condensing does not keep up.
  boolean isLate() {
    return lags(Limits.LAG);
  }

  private boolean lags(int times) {
    return entries.get() >= (long) times * limits.entries()
        || changedPages.get() >= (long) times * limits.pages();
  }

  // --- condensing

  /// Everything that has changed, as it was at one moment.
  ///
  /// @param entries of the journal that it stands for
  record Cut(
      Position from,
      long entries,
      List<Part> parts,
      List<Known> units,
      int nextSerial,
      List<Room> rooms,
      long highestFile) {}

  /// What has changed of a unit.
  record Part(Unit unit, Optional<byte[]> head, Map<Integer, Page> pages) {}

  /// To be called while nothing changes.
  ///
  /// @param next where the journal goes on after this moment
  Cut cut(Position next) {
    var parts = new ArrayList<Part>();
    var known = new ArrayList<Known>();
    for (var unit : units.values()) {
      if (unit.isDropped()) {
        continue;
      }
      Optional<byte[]> head =
          unit.takeHeadChanged()
              ? Optional.of(unit.head().encode(unit.agreement))
              : Optional.empty();
      var pages = unit.pages().freeze();
      changedPages.addAndGet(-pages.size());
      if (head.isPresent() || !pages.isEmpty()) {
        parts.add(new Part(unit, head, new TreeMap<>(pages)));
      }
      if (head.isPresent() || unit.pages().isWritten(PageTable.HEAD)) {
        known.add(new Known(unit.agreement, unit.serial(), (int) unit.pieces()));
      }
    }
    return new Cut(
        next,
        entries.getAndSet(0),
        parts,
        known,
        nextSerial.get(),
        rooms.all(),
        rooms.highestFile());
  }

  /// Makes a cut durable; what the journal had before it is not needed any more then.
  ///
  /// @throws BrokenIndexException when nobody knows any more what is on the disk
  void write(Cut cut) throws IOException {
    var outdated = outdated();
    long number = nextFile++;
    var path = pathOf(number);
    var pass = new CondensingPass(cut, outdated, units.values(), damaged);
    IndexFile file;
    try {
      try (var writer = new IndexFileWriter(disk, path, key)) {
        pass.writeTo(writer);
        file = new IndexFile(path, writer.finish(number));
      }
      disk.syncDirectory(home);
    } catch (IOException | RuntimeException e) {
      thaw(cut);
      disk.delete(path);
      throw e;
    }
    var now = new ArrayList<>(files);
    now.removeAll(pass.emptied());
    now.add(file);
    try {
      replaceManifest(cut, now);
    } catch (IOException e) {
      thaw(cut);
      throw new BrokenIndexException(e);
    }
    files = now;
    pass.publish(file);
    for (var emptied : pass.emptied()) {
      emptied.close();
      disk.delete(emptied.path());
    }
    LOG.debug("Condensed {} entries of the journal into {}", cut.entries, path);
  }

  private void replaceManifest(Cut cut, List<IndexFile> now) throws IOException {
    var manifest =
        new Manifest(
            key,
            cut.from,
            cut.nextSerial,
            cut.highestFile,
            cut.units,
            now.stream().map(IndexFile::outline).toList(),
            cut.rooms);
    var fresh = home.resolve("manifest.new");
    try (var file = disk.open(fresh)) {
      var bytes = manifest.encode();
      file.truncate(0);
      file.write(0, bytes, 0, bytes.length);
      file.sync();
    }
    disk.replace(fresh, manifestIn(home));
    disk.syncDirectory(home);
  }

  /// Files of which less than half is still so, the emptiest first, and small ones if there are
  /// many; no more than may be copied at once.
  private List<IndexFile> outdated() {
    var small = files.stream().filter(file -> file.bytes() < SMALL_BYTES).toList();
    var chosen = new ArrayList<IndexFile>();
    long copied = 0;
    for (var file :
        files.stream()
            .filter(file -> !damaged.contains(file))
            .filter(
                file ->
                    file.liveBytes() * 2 < file.bytes()
                        || (small.size() > SMALL_FILES && file.bytes() < SMALL_BYTES))
            .sorted(Comparator.comparingLong(IndexFile::liveBytes))
            .toList()) {
      copied += file.liveBytes();
      if (copied > limits.copiedBytes()) {
        break;
      }
      chosen.add(file);
    }
    return chosen;
  }

  private void thaw(Cut cut) {
    entries.addAndGet(cut.entries);
    for (var part : cut.parts) {
      part.unit.lock.lock();
      try {
        if (!part.unit.isDropped()) {
          part.unit.pages().thaw();
          part.unit.headIsChanged();
        }
      } finally {
        part.unit.lock.unlock();
      }
    }
  }

  /// Bytes of all files.
  long bytes() {
    return files.stream()
        .mapToLong(file -> file.outline().linesAt() + file.outline().linesBytes())
        .sum();
  }

  @Override
  public void close() throws IOException {
    for (var file : files) {
      file.close();
    }
  }
}
