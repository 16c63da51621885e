package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.CustomerLayer;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.providers.StoredName;
import network.flashback.s3.S3Exception;

/// Stores a body as a new extent. Nothing of it is visible until the caller commits it; what is not
/// committed is collected later.
public final class ExtentWriter {
  private final Legs legs;
  private final Extents extents;
  private final KeyRing keys;
  private final Acknowledgement usual;
  private final Starting starting;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param usual what the writes of buckets wait for that have no level of their own
  /// @param random for ids and names
  public ExtentWriter(
      Legs legs,
      Extents extents,
      KeyRing keys,
      Acknowledgement usual,
      Starting starting,
      SecureRandom random,
      InstantSource clock) {
    this.legs = legs;
    this.extents = extents;
    this.keys = keys;
    this.usual = usual;
    this.starting = starting;
    this.random = random;
    this.clock = clock;
  }

  /// A stored extent, to be committed.
  ///
  /// @param id none for an empty body
  /// @param puts what became of the pieces of its last segment, to be recorded with the commit
  public record Written(Optional<UUID> id, long size, List<Extents.Put> puts) {}

  /// Stores exactly `length` bytes of the body, and leaves it at its end or before.
  ///
  /// @param layer the customer's, when it brought a key
  /// @throws S3Exception `ServiceUnavailable`, when the agreements of the SLA do not start in time
  public Written write(
      Bucket bucket, Sla asked, InputStream body, long length, Optional<CustomerLayer> layer)
      throws IOException {
    if (length == 0) {
      return new Written(Optional.empty(), 0, List.of());
    }
    var level = bucket.settings().acknowledgement().flatMap(Acknowledgement::of);
    var required = level.orElse(usual).receipts(asked.redundancy());
    var sla = starting.await(asked, required);
    var id = new UUID(random.nextLong(), random.nextLong());
    var bucketKey = keys.bucketKey(bucket.name(), bucket.wrappedKey());
    var key = keys.newExtentKey(bucketKey, Columns.bytes(id));
    var segment = segment(sla, length, 0);
    extents.begin(
        new Extent(id, bucket.name(), sla.id(), key.wrapped(), length, List.of(segment)),
        clock.millis());
    try {
      var hidden = layer.map(one -> one.of(id).over(body)).orElse(body);
      var puts = put(id, key.key(), sla, required, segment, hidden);
      for (int position = 1; position < SegmentLayout.segmentCount(length); position++) {
        segment = segment(sla, length, position);
        extents.intend(id, segment, puts);
        puts = put(id, key.key(), sla, required, segment, hidden);
      }
      return new Written(Optional.of(id), length, puts);
    } catch (IOException | RuntimeException e) {
      extents.abandon(id, clock.millis());
      throw e;
    }
  }

  /// Gives up what was written.
  public void abandon(Written written) {
    written.id().ifPresent(id -> extents.abandon(id, clock.millis()));
  }

  /// A segment of the body, with a new name for each of its pieces.
  private Extent.Segment segment(Sla sla, long length, int position) {
    var layout = SegmentLayout.ofObject(sla.redundancy(), length, position);
    var pieces = new ArrayList<Extent.Piece>();
    for (int shard = 0; shard < sla.legs().size(); shard++) {
      pieces.add(new Extent.Piece(newName(), shard, sla.legs().get(shard).agreementId()));
    }
    return new Extent.Segment(position, layout.plainBytes(), layout.redundancy(), pieces);
  }

  /// Puts the pieces of a segment whose intent is recorded.
  private List<Extents.Put> put(
      UUID extent, SecretKey key, Sla sla, int required, Extent.Segment segment, InputStream body)
      throws IOException {
    var layout = segment.layout();
    var pieces = segment.pieces();
    var code = legs.code(layout.redundancy());
    var puts = new ArrayList<Optional<PiecePut>>();
    for (int shard = 0; shard < pieces.size(); shard++) {
      var name = pieces.get(shard).name();
      puts.add(
          writable(sla, shard, required)
              .map(leg -> PiecePut.start(leg, name, layout.pieceLength())));
    }
    var cipher = new FrameCipher(key, extent, segment.position(), layout.frameCount() - 1);
    var outcome =
        new ArrayList<>(new SegmentWriter(layout, code, cipher, puts, required).write(body));
    for (int shard = 0; shard < pieces.size(); shard++) {
      if (puts.get(shard).isEmpty()) {
        outcome.add(new Extents.Put(pieces.get(shard).name(), false, Optional.empty()));
      }
    }
    return outcome;
  }

  /// Legs that failed a moment ago are left to repair, as long as enough others are there.
  private Optional<LegStore> writable(Sla sla, int shard, int required) {
    var usable =
        sla.legs().stream()
            .filter(leg -> leg.state() == State.LIVE)
            .flatMap(leg -> legs.store(leg).stream())
            .filter(leg -> !leg.suspect())
            .count();
    var leg = sla.legs().get(shard);
    return leg.state() == State.LIVE
        ? legs.store(leg).filter(store -> usable < required || !store.suspect())
        : Optional.empty();
  }

  private StoredName newName() {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return new StoredName(Bytes32.of(bytes));
  }
}
