package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import network.flashback.chain.contract.AgreementId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads everything that is kept and compares it with its checksums, so that rot is found before an
/// audit or a reader finds it.
final class Scrub {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
  private static final int BUFFER_BYTES = 256 << 10;

  private final PieceReader reader;
  private final Collection<Unit> units;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  Scrub(PieceReader reader, Collection<Unit> units) {
    this.reader = reader;
    this.units = units;
  }

  Map<AgreementId, List<Piece>> run() throws IOException {
    Map<AgreementId, List<Piece>> lost = new HashMap<>();
    for (var unit : units) {
      for (int page = 0; page < unit.pageCount(); page++) {
        for (var piece : piecesOf(unit, page)) {
          // Removed meanwhile is not lost.
          if (!isSound(unit, piece) && unit.ask(() -> unit.current(piece)).isPresent()) {
            lost.computeIfAbsent(unit.agreement, _ -> new ArrayList<>()).add(piece);
          }
        }
      }
    }
    return lost;
  }

  private static List<Piece> piecesOf(Unit unit, int page) {
    try {
      return unit.ask(() -> unit.piecesOf(page));
    } catch (UncheckedIOException damaged) {
      LOG.error("{} (agreement {})", damaged.getMessage(), unit.agreement);
      return List.of();
    }
  }

  private boolean isSound(Unit unit, Piece piece) throws IOException {
    try (var open = reader.open(piece)) {
      if (PieceFiles.isInVolume(open.piece().location())) {
        var head = new byte[Heading.BYTES];
        open.read(-Heading.BYTES, head, 0, head.length);
        if (!new Heading(unit.agreement, piece.id(), piece.bytes()).isIn(head)) {
          throw reader.lost(piece, "its heading is damaged", null);
        }
      }
      var crc = new CRC32C();
      for (long done = 0; done < piece.bytes(); ) {
        int next = (int) Math.min(buffer.length, piece.bytes() - done);
        open.read(done, buffer, 0, next);
        crc.update(buffer, 0, next);
        done += next;
      }
      if ((int) crc.getValue() != piece.crc32c()) {
        throw reader.lost(piece, "its bytes are not those that came", null);
      }
      return true;
    } catch (PieceLostException lost) {
      LOG.error("{} (agreement {})", lost.getMessage(), unit.agreement);
      return false;
    }
  }
}
