package network.flashback.gateway.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens extents for reading: finds the pieces, the legs and the key.
public final class ExtentReader {
  private static final Logger LOG = LoggerFactory.getLogger(ExtentReader.class);

  private final Legs legs;
  private final Extents extents;
  private final KeyRing keys;
  private final Hedging hedging;

  /// Reads through these legs.
  ///
  /// @param hedging shared by all reads of the gateway
  public ExtentReader(Legs legs, Extents extents, KeyRing keys, Hedging hedging) {
    this.legs = legs;
    this.extents = extents;
    this.keys = keys;
    this.hedging = hedging;
  }

  /// An extent with its key.
  public OpenExtent open(Bucket bucket, UUID id) throws IOException {
    var extent =
        extents
            .find(id)
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.NOT_FOUND, "the object was replaced while it was read"));
    var bucketKey = keys.bucketKey(bucket.name(), bucket.wrappedKey());
    return new OpenExtent(
        extent, keys.extentKey(bucketKey, Columns.bytes(id), extent.wrappedKey()));
  }

  /// An extent that can be read.
  public final class OpenExtent {
    private final Extent extent;
    private final SecretKey key;

    private OpenExtent(Extent extent, SecretKey key) {
      this.extent = extent;
      this.key = key;
    }

    /// The extent.
    public Extent extent() {
      return extent;
    }

    /// The segment's frames from any k of its pieces.
    SegmentReader segment(int position, SegmentLayout.FrameRange frames) {
      var segment = extent.segments().get(position);
      var layout = segment.layout();
      return new SegmentReader(
          layout,
          legs.code(segment.redundancy()),
          cipher(position),
          sources(segment),
          frames,
          this::corrupted,
          hedging);
    }

    /// All blocks of the segment's frames, those lost included; for repair.
    public SegmentBlocks blocks(int position, SegmentLayout.FrameRange frames) {
      return new SegmentBlocks(segment(position, frames));
    }

    /// The plain bytes of a segment, verified; what a customer's key hides stays hidden.
    public InputStream bytes(int position) {
      var layout = extent.segments().get(position).layout();
      var all = new SegmentLayout.FrameRange(0, layout.frameCount() - 1);
      return new SegmentInput(segment(position, all), layout);
    }

    /// Seals the segment's frames again, into the very same bytes.
    ///
    /// Danger: only for the bytes that were read; others under the same nonces would give both
    /// away.
    public FrameCipher sealing(int position) {
      return cipher(position);
    }

    private FrameCipher cipher(int position) {
      var last = extent.segments().get(position).layout().frameCount() - 1;
      return new FrameCipher(key, extent.id(), position, last);
    }

    /// Healthy legs first, then those that are not slow, and of those the data pieces: they need no
    /// decoding.
    private List<SegmentReader.Source> sources(Extent.Segment segment) {
      var sources = new ArrayList<SegmentReader.Source>();
      var sla = legs.sla(extent.slaId());
      for (Extent.Piece piece : segment.pieces()) {
        sla.flatMap(known -> legs.store(known, piece.agreementId()))
            .ifPresent(leg -> sources.add(new SegmentReader.Source(leg, piece)));
      }
      var fastest =
          Hedging.fastest(sources.stream().map(source -> source.leg().latencies()).toList());
      sources.sort(
          Comparator.comparingInt((SegmentReader.Source source) -> source.leg().suspect() ? 1 : 0)
              .thenComparingInt(source -> Hedging.slowness(source.leg().latencies(), fastest))
              .thenComparingInt(source -> source.piece().shard()));
      return sources;
    }

    private void corrupted(Extent.Piece piece) {
      LOG.warn(
          "piece {} of agreement {} is not what was stored, or gone; it will be put again",
          piece.name(),
          piece.agreementId());
      extents.corrupted(piece.name());
    }
  }

  /// The blocks of a segment as they were written.
  public static final class SegmentBlocks implements AutoCloseable {
    private final SegmentReader reader;

    private SegmentBlocks(SegmentReader reader) {
      this.reader = reader;
    }

    /// The n blocks of a frame; frames are asked for in order.
    public byte[][] of(int frame) throws IOException {
      return reader.allBlocks(frame);
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
