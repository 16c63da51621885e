package network.flashback.gateway.write;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.seal.SealedFrames;

/// Puts bytes that are at hand, at most one segment, whole at several legs: the copies of an extent
/// whose key is derived.
public final class CopyWriter {
  private final Legs legs;
  private final KeyRing keys;

  /// Puts at these legs.
  public CopyWriter(Legs legs, KeyRing keys) {
    this.legs = legs;
    this.keys = keys;
  }

  /// Puts the copies that are not there yet.
  ///
  /// @param copies those to be put; a leg that cannot be used now is left to repair
  /// @param required how many of them must succeed
  /// @return what became of each
  /// @throws IOException when too few succeed; what was put may be put again, with the same bytes
  public List<Extents.Put> write(
      Sla sla, Bucket bucket, UUID extent, byte[] body, List<Extent.Piece> copies, int required)
      throws IOException {
    var redundancy = Redundancy.of(1, sla.legs().size());
    var layout = new SegmentLayout(redundancy, body.length);
    var key =
        keys.extentKey(
            keys.bucketKey(bucket.name(), bucket.wrappedKey()),
            Columns.bytes(extent),
            network.flashback.evm.Bytes.EMPTY);
    var puts = new ArrayList<Optional<PiecePut>>();
    for (int shard = 0; shard < sla.legs().size(); shard++) {
      puts.add(Optional.empty());
    }
    var outcome = new ArrayList<Extents.Put>();
    for (Extent.Piece copy : copies) {
      var leg = usable(sla, copy);
      if (leg.isPresent()) {
        puts.set(
            copy.shard(),
            Optional.of(PiecePut.start(leg.get(), copy.name(), layout.pieceLength())));
      } else {
        outcome.add(Extents.Put.missed(copy.name()));
      }
    }
    var cipher = new FrameCipher(key, extent, 0, layout.frameCount() - 1);
    var code = new SealedFrames(layout, legs.code(redundancy), cipher);
    var writer = new SegmentWriter(layout, code, puts, required);
    outcome.addAll(writer.write(new ByteArrayInputStream(body)));
    return outcome;
  }

  private Optional<LegStore> usable(Sla sla, Extent.Piece copy) {
    return sla.legs().stream()
        .filter(leg -> leg.agreementId().equals(copy.agreementId()))
        .filter(leg -> leg.state() == State.LIVE)
        .findFirst()
        .flatMap(legs::store)
        .filter(leg -> !leg.suspect() && !leg.unsigned());
  }
}
