package network.flashback.node.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Finds the bytes of pieces, wherever they lie by now, and counts those that the disk has lost.
final class PieceReader {
  private final PieceFiles files;
  private final Collection<Unit> units;
  private final AtomicLong lostPieces;

  /// @param units as they are at any time
  /// @param lostPieces found so far
  PieceReader(PieceFiles files, Collection<Unit> units, long lostPieces) {
    this.files = files;
    this.units = units;
    this.lostPieces = new AtomicLong(lostPieces);
  }

  /// @throws PieceLostException when the disk has lost it
  OpenPiece open(Piece piece) throws IOException {
    try {
      return openThere(piece);
    } catch (NoSuchFileException gone) {
      // A compaction moves pieces and deletes their old file.
      var now =
          units.stream()
              .flatMap(unit -> unit.ask(() -> unit.current(piece)).stream())
              .findFirst()
              .orElseThrow(() -> new PieceLostException(piece, "it was removed meanwhile", gone));
      if (now.location().equals(piece.location())) {
        throw lost(piece, "its file is gone", gone);
      }
      return openThere(now);
    }
  }

  private OpenPiece openThere(Piece piece) throws IOException {
    var channel = files.open(piece.location());
    if (channel.size() < piece.location().offset() + piece.bytes()) {
      channel.close();
      throw lost(piece, "its file is too short", null);
    }
    return new OpenPiece(piece, channel);
  }

  PieceLostException lost(Piece piece, String how, @Nullable Throwable cause) {
    lostPieces.incrementAndGet();
    return new PieceLostException(piece, how, cause);
  }

  long lostPieces() {
    return lostPieces.get();
  }
}
