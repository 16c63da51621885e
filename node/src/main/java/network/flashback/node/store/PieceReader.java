package network.flashback.node.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import network.flashback.chain.contract.AgreementId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the bytes of pieces, wherever they lie by now, and counts those that the disk has lost.
final class PieceReader {
  private static final Logger LOG = LoggerFactory.getLogger(PieceReader.class);
  private static final int BUFFER_BYTES = 256 << 10;

  private final PieceFiles files;
  private final Map<AgreementId, Unit> units;
  private final AtomicLong lostPieces;
  private final LostPieces lost = new LostPieces();

  /// @param units as they are at any time
  /// @param lostPieces found so far
  PieceReader(PieceFiles files, Map<AgreementId, Unit> units, long lostPieces) {
    this.files = files;
    this.units = units;
    this.lostPieces = new AtomicLong(lostPieces);
  }

  /// @throws PieceLostException when the disk has lost it
  OpenPiece open(AgreementId agreement, Piece piece) throws IOException {
    try {
      return openThere(piece);
    } catch (NoSuchFileException gone) {
      // A compaction moves pieces and deletes their old file.
      var now =
          Optional.ofNullable(units.get(agreement))
              .flatMap(unit -> unit.ask(() -> unit.current(piece)))
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

  /// Whether all bytes of a piece can be read and are those that came; what is not so is counted as
  /// lost.
  boolean isSound(AgreementId agreement, Piece piece) throws IOException {
    try (var open = open(agreement, piece)) {
      requireSound(agreement, piece, open);
      return true;
    } catch (PieceLostException lost) {
      LOG.error("{} (agreement {})", lost.getMessage(), agreement);
      this.lost.note(agreement, piece);
      return false;
    }
  }

  private void requireSound(AgreementId agreement, Piece piece, OpenPiece open)
      throws PieceLostException {
    var crc = new CRC32C();
    try {
      if (PieceFiles.isInVolume(open.piece().location())) {
        var head = new byte[Heading.BYTES];
        open.read(-Heading.BYTES, head, 0, head.length);
        if (!new Heading(agreement, piece.id(), piece.bytes()).isIn(head)) {
          throw lost(piece, "its heading is damaged", null);
        }
      }
      var buffer = new byte[Math.clamp(piece.bytes(), 1, BUFFER_BYTES)];
      for (long done = 0; done < piece.bytes(); ) {
        int next = (int) Math.min(buffer.length, piece.bytes() - done);
        open.read(done, buffer, 0, next);
        crc.update(buffer, 0, next);
        done += next;
      }
    } catch (PieceLostException known) {
      throw known;
    } catch (IOException unreadable) {
      // A sector that cannot be read is lost like one that says something else.
      throw lost(piece, "its bytes cannot be read: " + unreadable.getMessage(), unreadable);
    }
    if ((int) crc.getValue() != piece.crc32c()) {
      throw lost(piece, "its bytes are not those that came", null);
    }
  }

  /// What was found lost by reading it whole, or by whoever was to send it.
  LostPieces lost() {
    return lost;
  }

  PieceLostException lost(Piece piece, String how, @Nullable Throwable cause) {
    lostPieces.incrementAndGet();
    return new PieceLostException(piece, how, cause);
  }

  long lostPieces() {
    return lostPieces.get();
  }
}
