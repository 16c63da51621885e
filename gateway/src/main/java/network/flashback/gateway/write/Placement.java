package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.FrameCode;
import network.flashback.providers.StoredName;

/// Puts the segments of an extent at the legs of one SLA, a piece at each.
///
/// @param required receipts without which nothing is acknowledged
record Placement(Legs legs, Sla sla, int required) {
  /// A segment with a new piece for each leg, to be recorded before it is written.
  Extent.Segment segment(int position, SegmentLayout layout, SecureRandom random) {
    var pieces = new ArrayList<Extent.Piece>();
    for (int shard = 0; shard < sla.legs().size(); shard++) {
      var name = new byte[Bytes32.SIZE];
      random.nextBytes(name);
      pieces.add(
          new Extent.Piece(
              new StoredName(Bytes32.of(name)), shard, sla.legs().get(shard).agreementId()));
    }
    return new Extent.Segment(position, layout, pieces);
  }

  /// Puts the segment's plain bytes.
  ///
  /// @return what became of every piece; those that are not there go to repair
  List<Extents.Put> write(Extent.Segment segment, FrameCode code, InputStream body)
      throws IOException {
    var layout = segment.layout();
    var pieces = segment.pieces();
    var puts = new ArrayList<Optional<PiecePut>>();
    for (Extent.Piece piece : pieces) {
      puts.add(
          writable(piece.shard())
              .map(leg -> PiecePut.start(leg, piece.name(), layout.pieceLength())));
    }
    var outcome = new ArrayList<>(new SegmentWriter(layout, code, puts, required).write(body));
    for (int shard = 0; shard < pieces.size(); shard++) {
      if (puts.get(shard).isEmpty()) {
        outcome.add(Extents.Put.missed(pieces.get(shard).name()));
      }
    }
    return outcome;
  }

  /// Legs that failed a moment ago are left to repair, as long as enough others are there; those
  /// whose provider signs for nothing are left out in any case.
  private Optional<LegStore> writable(int shard) {
    var usable =
        sla.legs().stream()
            .filter(leg -> leg.state() == State.LIVE)
            .flatMap(leg -> legs.store(leg).stream())
            .filter(leg -> !leg.suspect() && !leg.unsigned())
            .count();
    var leg = sla.legs().get(shard);
    return leg.state() == State.LIVE
        ? legs.store(leg)
            .filter(store -> !store.unsigned() && (usable < required || !store.suspect()))
        : Optional.empty();
  }
}
