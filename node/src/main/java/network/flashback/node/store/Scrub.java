package network.flashback.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads everything that is kept and compares it with its checksums, so that rot is found before an
/// audit or a reader finds it.
final class Scrub {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);

  private final PieceReader reader;
  private final Collection<Unit> units;

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
          if (!reader.isSound(unit.agreement, piece)
              && unit.ask(() -> unit.current(piece)).isPresent()) {
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
}
