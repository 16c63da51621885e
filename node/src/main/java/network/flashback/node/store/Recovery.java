package network.flashback.node.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The start of a store: reads the journal, cuts off what was never acknowledged, deletes files
/// that nobody names, and writes the journal anew when most of it is history.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final int FRAME_BYTES = 1 << 20;
  private static final long HISTORY_ENTRIES_MIN = 1000;

  private final Disk disk;
  private final Path home;
  private final Path path;
  private final Map<AgreementId, Unit> units = new HashMap<>();

  Recovery(Disk disk, Path home) {
    this.disk = disk;
    this.home = home;
    this.path = home.resolve("journal");
  }

  /// What was found.
  ///
  /// @param usedBytes in all files
  /// @param lostPieces named by the journal, but without their file or with a shorter one
  record Recovered(
      Map<AgreementId, Unit> units, Journal journal, long usedBytes, long lostPieces) {}

  Recovered run(PieceFiles files) throws IOException {
    disk.delete(rewritten());
    if (!Files.exists(path)) {
      disk.open(path).close();
      disk.syncDirectory(home);
    }
    var end = JournalReader.read(path, this::apply);
    if (end.torn()) {
      LOG.info(
          "Cutting off the journal at byte {}: what follows was never acknowledged",
          end.position());
      cut(end.position());
    }
    long lost = sweep(files);
    end = condense(end);
    long used =
        units.values().stream()
            .flatMap(unit -> unit.allPieces().stream())
            .mapToLong(Piece::bytes)
            .sum();
    return new Recovered(
        units, new Journal(disk.open(path), end.position(), end.nextFrame()), used, lost);
  }

  private void apply(Entry entry) {
    // The bytes of pieces nobody needs any more are deleted by the sweep.
    var unneeded = units.computeIfAbsent(entry.agreement(), Unit::new).apply(entry);
    if (entry instanceof Entry.Dropped(var id)) {
      LOG.debug("Agreement {} was given up with {} pieces", id, unneeded.size());
      units.remove(id);
    }
  }

  private void cut(long position) throws IOException {
    try (var file = disk.open(path)) {
      file.truncate(position);
      file.sync();
    }
  }

  private long sweep(PieceFiles files) throws IOException {
    var own = files.inventory();
    var volumes = files.volumes().inventory();
    own.keySet().forEach(files::startAfter);
    volumes.keySet().forEach(files::startAfter);
    Map<Long, Usage> usages = new HashMap<>();
    long lost = 0;
    for (var unit : units.values()) {
      for (var piece : unit.allPieces()) {
        var location = piece.location();
        files.startAfter(location.file());
        boolean shared = PieceFiles.isInVolume(location);
        var length = shared ? volumes.get(location.file()) : own.remove(location.file());
        if (length == null || length < location.offset() + location.bytes()) {
          report(unit, piece, length);
          lost++;
        }
        if (shared) {
          usages.computeIfAbsent(location.file(), _ -> new Usage()).add(location);
        }
      }
    }
    for (long rubbish : own.keySet()) {
      files.delete(rubbish);
    }
    if (!own.isEmpty()) {
      LOG.info("Deleted {} files that no acknowledged piece needs", own.size());
    }
    for (var volume : volumes.entrySet()) {
      var usage = usages.getOrDefault(volume.getKey(), new Usage());
      files.volumes().adopt(volume.getKey(), volume.getValue(), usage.end, usage.bytes);
    }
    return lost;
  }

  private static void report(Unit unit, Piece piece, @Nullable Long length) {
    LOG.error(
        "Piece {} of agreement {} is lost: its file is {}",
        piece.id(),
        unit.agreement,
        length == null ? "gone" : "too short");
  }

  /// What pieces need of a volume.
  private static final class Usage {
    private long end;
    private long bytes;

    private void add(Location location) {
      end = Math.max(end, location.offset() + location.bytes());
      bytes += location.bytes();
    }
  }

  private JournalReader.End condense(JournalReader.End end) throws IOException {
    List<Entry> live =
        units.values().stream().map(Unit::condensed).flatMap(Collection::stream).toList();
    if (end.entries() < 2L * live.size() + HISTORY_ENTRIES_MIN) {
      return end;
    }
    try {
      var next = write(live);
      disk.replace(rewritten(), path);
      disk.syncDirectory(home);
      LOG.info("Condensed the journal from {} entries to {}", end.entries(), live.size());
      return next;
    } catch (IOException e) {
      if (!DiskFullException.isCauseOf(e)) {
        throw e;
      }
      LOG.warn("The disk has no room to condense the journal; the old one stays");
      disk.delete(rewritten());
      return end;
    }
  }

  private JournalReader.End write(List<Entry> entries) throws IOException {
    long frame = 0;
    long position = 0;
    try (var file = disk.open(rewritten())) {
      var payload = new ByteArrayOutputStream(FRAME_BYTES);
      for (var entry : entries) {
        var bytes = EntryFormat.encode(entry);
        payload.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        payload.writeBytes(bytes);
        if (payload.size() >= FRAME_BYTES) {
          position += writeFrame(file, position, frame++, payload);
        }
      }
      if (payload.size() > 0) {
        position += writeFrame(file, position, frame++, payload);
      }
      file.sync();
      return new JournalReader.End(position, frame, entries.size(), false);
    }
  }

  private static long writeFrame(
      Disk.DiskFile file, long position, long number, ByteArrayOutputStream payload)
      throws IOException {
    var bytes = Journal.frameOf(number, payload.toByteArray());
    payload.reset();
    file.write(position, bytes, 0, bytes.length);
    return bytes.length;
  }

  private Path rewritten() {
    return home.resolve("journal.new");
  }
}
