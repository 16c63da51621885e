package network.flashback.node.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The start of a store: reads the journal, cuts off what was never acknowledged, deletes files
/// that nobody names, and writes the journal anew when most of it is history.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final int FRAME_BYTES = 1 << 20;
  private static final long HISTORY_ENTRIES_MIN = 1000;

  private final Path disk;
  private final Path path;
  private final Map<AgreementId, Unit> units = new HashMap<>();

  Recovery(Path disk) {
    this.disk = disk;
    this.path = disk.resolve("journal");
  }

  /// What was found.
  ///
  /// @param usedBytes in all files
  /// @param lostPieces named by the journal, but without their file or with a shorter one
  record Recovered(
      Map<AgreementId, Unit> units, Journal journal, long usedBytes, long lostPieces) {}

  Recovered run(PieceFiles files) throws IOException {
    Files.deleteIfExists(rewritten());
    if (!Files.exists(path)) {
      Files.createFile(path);
      Directories.sync(disk);
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
    return new Recovered(units, new Journal(path, end.position(), end.nextFrame()), used, lost);
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
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(position);
      file.getFD().sync();
    }
  }

  private long sweep(PieceFiles files) throws IOException {
    var found = files.inventory();
    found.keySet().forEach(files::startAfter);
    long lost = 0;
    for (var unit : units.values()) {
      for (var piece : unit.allPieces()) {
        files.startAfter(piece.location().file());
        var length = found.remove(piece.location().file());
        if (length == null || length < piece.location().offset() + piece.bytes()) {
          LOG.error(
              "Piece {} of agreement {} is lost: its file is {}",
              piece.id(),
              unit.agreement,
              length == null ? "gone" : "too short");
          lost++;
        }
      }
    }
    for (long rubbish : found.keySet()) {
      files.delete(rubbish);
    }
    if (!found.isEmpty()) {
      LOG.info("Deleted {} files that no acknowledged piece needs", found.size());
    }
    return lost;
  }

  private JournalReader.End condense(JournalReader.End end) throws IOException {
    List<Entry> live =
        units.values().stream().map(Unit::condensed).flatMap(Collection::stream).toList();
    if (end.entries() < 2L * live.size() + HISTORY_ENTRIES_MIN) {
      return end;
    }
    try {
      var next = write(live);
      Files.move(
          rewritten(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Directories.sync(disk);
      LOG.info("Condensed the journal from {} entries to {}", end.entries(), live.size());
      return next;
    } catch (IOException e) {
      if (!DiskFullException.isCauseOf(e)) {
        throw e;
      }
      LOG.warn("The disk has no room to condense the journal; the old one stays");
      Files.deleteIfExists(rewritten());
      return end;
    }
  }

  private JournalReader.End write(List<Entry> entries) throws IOException {
    long frame = 0;
    try (var file = new RandomAccessFile(rewritten().toFile(), "rw")) {
      var payload = new ByteArrayOutputStream(FRAME_BYTES);
      for (var entry : entries) {
        var bytes = EntryFormat.encode(entry);
        payload.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        payload.writeBytes(bytes);
        if (payload.size() >= FRAME_BYTES) {
          file.write(Journal.frameOf(frame++, payload.toByteArray()));
          payload.reset();
        }
      }
      if (payload.size() > 0) {
        file.write(Journal.frameOf(frame++, payload.toByteArray()));
      }
      file.getFD().sync();
      return new JournalReader.End(file.length(), frame, entries.size(), false);
    }
  }

  private Path rewritten() {
    return disk.resolve("journal.new");
  }
}
