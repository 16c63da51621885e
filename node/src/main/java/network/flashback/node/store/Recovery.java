package network.flashback.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import network.flashback.node.store.Manifest.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The start of a store: reads what the journal has behind the index, cuts off what was never
/// acknowledged, and deletes files that nobody names.
///
/// A journal of any length is read in the memory that operation has: the index is condensed on the
/// way. So a disk of a former version, which has no index, gets one.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Disk disk;
  private final Path home;
  private final Index index;
  private final Journals journals;
  private boolean hasRoom = true;

  Recovery(Disk disk, Path home, Index index) {
    this.disk = disk;
    this.home = home;
    this.index = index;
    this.journals = new Journals(disk, home);
  }

  /// What was found.
  ///
  /// @param number of the journal's file
  /// @param lostPieces named by the index, but without their file or with a shorter one
  record Recovered(Index index, Journals journals, Journal journal, long number, long lostPieces) {}

  Recovered run(PieceFiles files) throws IOException {
    // Of a condensing by a former version.
    disk.delete(home.resolve("journal.new"));
    var from = index.from();
    journals.deleteBefore(from.journal());
    if (!journals.exists(from.journal())) {
      if (from.journal() > 0) {
        throw new IOException(
            "The journal %s is missing: the disk has lost data. Restore the file from a copy, or replace the disk and let the gateways repair this node's pieces."
                .formatted(journals.pathOf(from.journal())));
      }
      journals.create(0).close();
    }
    long number = from.journal();
    var end = read(number, from.offset(), from.frame());
    while (journals.exists(number + 1)) {
      // What was read is relied on from here on, and nobody else would sync it.
      try (var file = journals.open(number)) {
        file.sync();
      }
      number++;
      end = read(number, 0, end.nextFrame());
    }
    if (end.torn()) {
      LOG.info(
          "Cutting off the journal at byte {}: what follows was never acknowledged",
          end.position());
      cut(number, end.position());
    }
    long lost = sweep(files);
    var journal = new Journal(journals.open(number), end.position(), end.nextFrame());
    return new Recovered(index, journals, journal, number, lost);
  }

  private JournalReader.End read(long number, long offset, long frame) throws IOException {
    return JournalReader.read(
        journals.pathOf(number),
        offset,
        frame,
        new JournalReader.Consumer() {
          @Override
          public void accept(Entry entry) {
            apply(entry);
          }

          @Override
          public void frameEnds(long position, long nextFrame) throws IOException {
            if (index.isDue() && hasRoom) {
              condense(new Position(number, position, nextFrame));
            }
          }
        });
  }

  private void condense(Position here) throws IOException {
    try {
      index.write(index.cut(here));
    } catch (IOException e) {
      if (!DiskFullException.isCauseOf(e)) {
        throw e;
      }
      LOG.warn("The disk has no room to condense the index; the journal stays, and takes memory");
      hasRoom = false;
    }
  }

  private void apply(Entry entry) {
    // The bytes of pieces nobody needs any more are deleted by the sweep.
    var applied = index.unitOf(entry.agreement()).apply(entry);
    index.count(applied);
    if (entry instanceof Entry.Dropped(var id)) {
      LOG.debug("Agreement {} was given up", id);
      index.units().remove(id);
    }
  }

  private void cut(long number, long position) throws IOException {
    try (var file = journals.open(number)) {
      file.truncate(position);
      file.sync();
    }
  }

  private long sweep(PieceFiles files) throws IOException {
    var own = files.inventory();
    var volumes = files.volumes().inventory();
    own.keySet().forEach(files::startAfter);
    volumes.keySet().forEach(files::startAfter);
    files.startAfter(index.rooms().highestFile());
    Map<Long, Room> shared = new HashMap<>();
    Map<Long, Long> wrong = new HashMap<>();
    for (var room : index.rooms().all()) {
      var length = room.shared() ? volumes.get(room.file()) : own.remove(room.file());
      if (length == null || length < room.end()) {
        wrong.put(room.file(), length == null ? -1 : length);
      }
      if (room.shared()) {
        shared.put(room.file(), room);
      }
    }
    long lost = wrong.isEmpty() ? 0 : lostIn(wrong);
    for (long rubbish : own.keySet()) {
      files.delete(rubbish);
    }
    if (!own.isEmpty()) {
      LOG.info("Deleted {} files that no acknowledged piece needs", own.size());
    }
    for (var volume : volumes.entrySet()) {
      var room = shared.get(volume.getKey());
      files
          .volumes()
          .adopt(
              volume.getKey(),
              volume.getValue(),
              room == null ? 0 : room.end(),
              room == null ? 0 : room.bytes());
    }
    return lost;
  }

  /// Which pieces are lost is asked page by page, and only when a file is not as it should be.
  ///
  /// @param lengths of such files; -1 where there is none
  private long lostIn(Map<Long, Long> lengths) {
    long lost = 0;
    for (var unit : index.units().values()) {
      for (int page = 0; page < unit.pageCount(); page++) {
        for (var piece : unit.piecesOf(page)) {
          var location = piece.location();
          if (lengths.containsKey(location.file())) {
            long length = lengths.getOrDefault(location.file(), -1L);
            if (length < location.offset() + location.bytes()) {
              LOG.error(
                  "Piece {} of agreement {} is lost: its file is {}",
                  piece.id(),
                  unit.agreement,
                  length < 0 ? "gone" : "too short");
              lost++;
            }
          }
        }
      }
    }
    return lost;
  }
}
