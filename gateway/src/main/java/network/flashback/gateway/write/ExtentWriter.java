package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.FrameCode;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.seal.NativeFrames;
import network.flashback.gateway.seal.Protection;
import network.flashback.gateway.seal.SealedFrames;
import network.flashback.s3.S3Error;
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
  /// @throws S3Exception `ServiceUnavailable`, when the agreements of the SLA do not start in time;
  ///   `InvalidBucketState`, when what is to lie as it is would be cut by the SLA
  public Written write(
      Bucket bucket, Sla asked, InputStream body, long length, Protection protection)
      throws IOException {
    if (length == 0) {
      return new Written(Optional.empty(), 0, List.of());
    }
    requireFit(protection.layout(), asked);
    var level = bucket.settings().acknowledgement().flatMap(Acknowledgement::of);
    var required = level.orElse(usual).receipts(asked.redundancy());
    var sla = starting.await(asked, required);
    var id = new UUID(random.nextLong(), random.nextLong());
    var key = key(bucket, id, protection.layout());
    var placement = new Placement(legs, sla, required);
    var segment = placement.segment(0, layout(protection, sla, length, 0), random);
    extents.begin(
        new Extent(
            id,
            bucket.name(),
            sla.id(),
            key.map(KeyRing.NewKey::wrapped).orElse(Bytes.EMPTY),
            protection.layout(),
            length,
            List.of(segment)),
        clock.millis());
    try {
      var hidden = protection.layer().map(one -> one.of(id).over(body)).orElse(body);
      var puts = placement.write(segment, code(key, id, segment), hidden);
      for (int position = 1; position < SegmentLayout.segmentCount(length); position++) {
        segment = placement.segment(position, layout(protection, sla, length, position), random);
        extents.intend(id, segment, puts);
        puts = placement.write(segment, code(key, id, segment), hidden);
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

  private static void requireFit(Layout layout, Sla sla) {
    if (!layout.fits(sla.redundancy())) {
      throw new S3Exception(
          S3Error.INVALID_BUCKET_STATE,
          "The bucket is native: its objects lie as they are. Its SLA is now %s, which would cut them. Move the bucket to an SLA that mirrors, or ask for encryption with the object."
              .formatted(sla.redundancy()));
    }
  }

  private Optional<KeyRing.NewKey> key(Bucket bucket, UUID extent, Layout layout) {
    return switch (layout) {
      case NATIVE -> Optional.empty();
      case SEALED ->
          Optional.of(
              keys.newExtentKey(
                  keys.bucketKey(bucket.name(), bucket.wrappedKey()), Columns.bytes(extent)));
    };
  }

  private static SegmentLayout layout(Protection protection, Sla sla, long length, int position) {
    return SegmentLayout.ofObject(protection.layout(), sla.redundancy(), length, position);
  }

  private FrameCode code(Optional<KeyRing.NewKey> key, UUID extent, Extent.Segment segment) {
    var layout = segment.layout();
    if (key.isEmpty()) {
      return NativeFrames.writing(layout);
    }
    var cipher =
        new FrameCipher(key.get().key(), extent, segment.position(), layout.frameCount() - 1);
    return new SealedFrames(layout, legs.code(layout.redundancy()), cipher);
  }
}
