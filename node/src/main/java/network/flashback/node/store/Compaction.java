package network.flashback.node.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives dead room back: copies the pieces of sparse volumes behind the others, and says so in the
/// journal; the old bytes go when that is durable.
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int MOVES_AT_ONCE = 4096;

  private final PieceFiles files;
  private final Changes changes;
  private final Collection<Unit> units;
  private final ReentrantLock one = new ReentrantLock();

  /// @param units as they are at any time
  Compaction(PieceFiles files, Changes changes, Collection<Unit> units) {
    this.files = files;
    this.changes = changes;
    this.units = units;
  }

  private record Left(Unit unit, Piece piece) {}

  /// Empties what is sparse now.
  ///
  /// @return pieces moved
  long run() throws IOException {
    one.lock();
    try {
      Set<Long> sparse = new HashSet<>(files.volumes().sparse());
      return sparse.isEmpty() ? 0 : move(sparse);
    } finally {
      one.unlock();
    }
  }

  private long move(Set<Long> sparse) throws IOException {
    long count = 0;
    var moved = new ArrayList<Location>();
    for (var unit : units) {
      for (int page = 0; page < unit.pageCount(); page++) {
        int number = page;
        for (var piece : unit.ask(() -> unit.piecesOf(number))) {
          var location = piece.location();
          if (PieceFiles.isInVolume(location)
              && sparse.contains(location.file())
              && move(new Left(unit, piece))) {
            moved.add(location);
          }
        }
        if (moved.size() >= MOVES_AT_ONCE) {
          count += giveBack(moved);
        }
      }
    }
    count += giveBack(moved);
    LOG.info("Moved {} pieces out of sparse volumes", count);
    return count;
  }

  // One sync for all; only then are the old bytes not needed any more.
  private long giveBack(List<Location> moved) throws IOException {
    changes.await();
    for (var location : moved) {
      files.delete(location);
    }
    long count = moved.size();
    moved.clear();
    return count;
  }

  private boolean move(Left left) throws IOException {
    var piece = left.piece;
    var heading = new Heading(left.unit.agreement, piece.id(), piece.bytes());
    try (var channel = files.open(piece.location());
        var draft = files.volumes().begin(heading)) {
      if (copy(channel, piece, draft) != piece.crc32c()) {
        LOG.error("Piece {} is damaged and stays where it is; scrub the disk", piece.id());
        return false;
      }
      var location = draft.seal(piece.crc32c());
      var change = changes.begin();
      left.unit.lock.lock();
      try {
        var now = left.unit.current(piece);
        if (now.isEmpty() || !now.get().location().equals(piece.location())) {
          // Removed meanwhile, and its old room given up by whoever removed it.
          files.delete(location);
          return false;
        }
        change.write(
            left.unit,
            new Entry.Moved(
                left.unit.agreement,
                piece.id(),
                OptionalInt.of(piece.slot()),
                piece.added(),
                location),
            draft.first());
      } catch (IOException | RuntimeException e) {
        files.delete(location);
        throw e;
      } finally {
        left.unit.lock.unlock();
      }
      return true;
    }
  }

  private static int copy(FileChannel channel, Piece piece, PieceSpace.Draft draft)
      throws IOException {
    var crc = new CRC32C();
    var buffer = new byte[BUFFER_BYTES];
    for (long done = 0; done < piece.bytes(); ) {
      int next = (int) Math.min(buffer.length, piece.bytes() - done);
      OpenPiece.readFully(channel, piece.location().offset() + done, buffer, 0, next);
      crc.update(buffer, 0, next);
      draft.write(buffer, 0, next);
      done += next;
    }
    return (int) crc.getValue();
  }
}
