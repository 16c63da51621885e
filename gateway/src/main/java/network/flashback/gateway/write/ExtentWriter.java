package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.CustomerLayer;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.KeyRing;
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
    var placement = new Placement(legs, sla, required);
    var segment = placement.segment(0, SegmentLayout.ofObject(sla.redundancy(), length, 0), random);
    extents.begin(
        new Extent(id, bucket.name(), sla.id(), key.wrapped(), length, List.of(segment)),
        clock.millis());
    try {
      var hidden = layer.map(one -> one.of(id).over(body)).orElse(body);
      var puts = placement.write(segment, cipher(key.key(), id, segment), hidden);
      for (int position = 1; position < SegmentLayout.segmentCount(length); position++) {
        var layout = SegmentLayout.ofObject(sla.redundancy(), length, position);
        segment = placement.segment(position, layout, random);
        extents.intend(id, segment, puts);
        puts = placement.write(segment, cipher(key.key(), id, segment), hidden);
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

  private static FrameCipher cipher(SecretKey key, UUID extent, Extent.Segment segment) {
    return new FrameCipher(key, extent, segment.position(), segment.layout().frameCount() - 1);
  }
}
