package network.flashback.gateway.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.gateway.seal.FrameCode;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import org.jspecify.annotations.Nullable;

/// Brings back the frames of one segment from the only piece there is, on the thread that reads:
/// there is nobody else to ask, and nothing to wait for beside it.
///
/// How long a provider may be silent is for its store to say.
final class LoneReader implements SegmentFrames {
  private static final byte[] NOTHING = {};

  private final SegmentLayout layout;
  private final FrameCode code;
  private final SegmentReader.Source source;
  private final SegmentLayout.FrameRange frames;
  private final Hedging hedging;
  private final long begun = System.nanoTime();
  private @Nullable InputStream in;
  private int next;
  private byte[] room = NOTHING;

  /// @param frames the frames that will be read, in order
  LoneReader(
      SegmentLayout layout,
      FrameCode code,
      SegmentReader.Source source,
      SegmentLayout.FrameRange frames,
      Hedging hedging) {
    this.layout = layout;
    this.code = code;
    this.source = source;
    this.frames = frames;
    this.hedging = hedging;
    this.next = frames.first();
  }

  @Override
  public byte[] frame(int frame) throws IOException {
    var length = layout.blockLength(frame);
    if (room.length != length) {
      room = new byte[length];
    }
    return frame(frame, room);
  }

  @Override
  public byte[][] allBlocks(int frame) throws IOException {
    // The legs send it while the next frame is read.
    var _ = frame(frame, new byte[layout.blockLength(frame)]);
    return code.again(frame);
  }

  @Override
  public Bytes sums() {
    return code.sums();
  }

  @Override
  public void close() {
    var open = in;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a piece does not close", e);
      }
    }
  }

  private byte[] frame(int frame, byte[] block) throws IOException {
    try {
      read(frame, block);
    } catch (IOException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw failed(new IOException("reading a piece failed inside: " + e, e));
    }
    var shard = source.piece().shard();
    var plain = code.open(frame, Map.of(shard, block), Set.of(shard));
    if (plain.isEmpty()) {
      throw unreadable("the only one is not what was stored", null);
    }
    hedging.earn(block.length);
    return plain.get();
  }

  private void read(int frame, byte[] block) throws IOException {
    var open = in;
    if (open == null) {
      var span = layout.blocks(new SegmentLayout.FrameRange(frame, frames.last()));
      open = source.leg().store().get(source.piece().name(), span.offset(), span.length());
      in = open;
      next = frame;
    }
    while (next < frame) {
      open.skipNBytes(layout.blockLength(next++));
    }
    if (open.readNBytes(block, 0, block.length) < block.length) {
      throw new EOFException("piece " + source.piece().name() + " ended early");
    }
    if (frame == frames.first()) {
      source.leg().latencies().observe(Duration.ofNanos(System.nanoTime() - begun));
    }
    next++;
    if (frame == frames.last()) {
      source.leg().succeeded();
    }
  }

  private StoreException failed(IOException e) {
    source.leg().failed(e);
    return unreadable(e.getMessage(), e);
  }

  private static StoreException unreadable(@Nullable String why, @Nullable IOException cause) {
    return new StoreException(
        Reason.UNAVAILABLE, "fewer than 1 intact pieces of a segment can be read: " + why, cause);
  }
}
