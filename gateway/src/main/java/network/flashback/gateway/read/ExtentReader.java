package network.flashback.gateway.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Columns;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.gateway.seal.FrameCode;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.seal.NativeFrames;
import network.flashback.gateway.seal.SealedFrames;
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
    return open(bucket, extent);
  }

  /// An extent that was found, or the part of it that was, with its key.
  OpenExtent open(Bucket bucket, Extent extent) {
    return new OpenExtent(
        extent,
        switch (extent.layout()) {
          case NATIVE -> Optional.empty();
          case SEALED ->
              Optional.of(
                  keys.extentKey(
                      keys.bucketKey(bucket.name(), bucket.wrappedKey()),
                      Columns.bytes(extent.id()),
                      extent.wrappedKey()));
        });
  }

  /// An extent that can be read.
  public final class OpenExtent {
    private final Extent extent;
    private final Optional<SecretKey> key;

    /// @param key none where nothing is sealed
    private OpenExtent(Extent extent, Optional<SecretKey> key) {
      this.extent = extent;
      this.key = key;
    }

    /// The extent.
    public Extent extent() {
      return extent;
    }

    /// The segment's frames from any k of its pieces.
    SegmentFrames segment(int position, SegmentLayout.FrameRange frames) {
      var segment = extent.segments().get(position);
      var layout = segment.layout();
      var code = code(segment, layout);
      var sources = sources(segment);
      return sources.size() == 1 && layout.redundancy().dataShards() == 1
          ? new LoneReader(layout, code, sources.getFirst(), frames, hedging)
          : new SegmentReader(layout, code, sources, frames, this::corrupted, hedging);
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

    /// Makes blocks of the segment's frames again, for other legs; a seal comes out the same.
    ///
    /// Danger: only for the bytes that were read; others under the same nonces would give both
    /// away.
    ///
    /// @param layout of the same plain bytes, with the other redundancy
    public FrameCode again(int position, SegmentLayout layout) {
      return layout.layout() == Layout.NATIVE
          ? NativeFrames.writing(layout)
          : sealed(position, layout);
    }

    private FrameCode code(Extent.Segment segment, SegmentLayout layout) {
      return switch (layout.layout()) {
        case SEALED -> sealed(segment.position(), layout);
        case NATIVE ->
            NativeFrames.reading(
                layout,
                segment.pieces().stream()
                    .collect(
                        Collectors.toMap(Extent.Piece::shard, Extent.Piece::sums, (a, b) -> a)));
      };
    }

    private FrameCode sealed(int position, SegmentLayout layout) {
      var cipher =
          new FrameCipher(key.orElseThrow(), extent.id(), position, layout.frameCount() - 1);
      return new SealedFrames(layout, legs.code(layout.redundancy()), cipher);
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
      if (sources.size() == 1) {
        return sources;
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
    private final SegmentFrames reader;

    private SegmentBlocks(SegmentFrames reader) {
      this.reader = reader;
    }

    /// CRC32C of each frame where it is native; empty where it is sealed.
    public Bytes sums() {
      return reader.sums();
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
