package network.flashback.gateway.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.gateway.seal.FrameCode;
import network.flashback.gateway.seal.OpenedFrame;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import org.jspecify.annotations.Nullable;

/// Brings back the frames of one segment from the only piece there is, on the thread that reads:
/// there is nobody else to ask, and nothing to wait for beside it.
///
/// How long a provider may be silent is for its store to say.
final class LoneReader implements SegmentFrames {
  private static final byte[] NOTHING = {};

  /// Frames that one read may bring: a system call for each costs as much as the copy it makes.
  private static final int FRAMES_AT_ONCE = 2;

  private final SegmentLayout layout;
  private final FrameCode code;
  private final SegmentReader.Source source;
  private final SegmentLayout.FrameRange frames;
  private final Hedging hedging;
  private final long begun = System.nanoTime();
  private @Nullable InputStream in;
  private int next;

  // What has come: from `position` to `end` it is still to be opened.
  private byte[] room = NOTHING;
  private int position;
  private int end;

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
  public OpenedFrame frame(int frame) throws IOException {
    var from = arrived(frame);
    var opened = code.open(frame, source.piece().shard(), room, from);
    if (opened.isEmpty()) {
      throw changed();
    }
    hedging.earn(layout.blockLength(frame));
    return opened.get();
  }

  @Override
  public byte[][] allBlocks(int frame) throws IOException {
    var from = arrived(frame);
    // The legs send it while the next frame is read.
    var block = Arrays.copyOfRange(room, from, from + layout.blockLength(frame));
    var shard = source.piece().shard();
    if (code.open(frame, Map.of(shard, block), Set.of(shard)).isEmpty()) {
      throw changed();
    }
    hedging.earn(block.length);
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

  /// Where the frame's block begins in the room; reads until all of it is there.
  private int arrived(int frame) throws IOException {
    try {
      var open = opened(frame);
      for (; next < frame; next++) {
        skip(open, layout.blockLength(next));
      }
      var length = layout.blockLength(frame);
      await(open, length);
      var from = position;
      position += length;
      next++;
      if (frame == frames.first()) {
        source.leg().latencies().observe(Duration.ofNanos(System.nanoTime() - begun));
      }
      if (frame == frames.last()) {
        source.leg().succeeded();
      }
      return from;
    } catch (IOException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw failed(new IOException("reading a piece failed inside: " + e, e));
    }
  }

  private InputStream opened(int frame) throws IOException {
    var open = in;
    if (open == null) {
      var span = layout.blocks(new SegmentLayout.FrameRange(frame, frames.last()));
      open = source.leg().store().get(source.piece().name(), span.offset(), span.length());
      in = open;
      next = frame;
      room = new byte[(int) Math.min(span.length(), (long) FRAMES_AT_ONCE * layout.blockLength(0))];
    }
    return open;
  }

  private void skip(InputStream open, int length) throws IOException {
    var here = Math.min(length, end - position);
    position += here;
    open.skipNBytes(length - here);
  }

  /// Reads whatever comes until so many bytes are there, which fit into the room.
  private void await(InputStream open, int length) throws IOException {
    if (room.length - position < length) {
      System.arraycopy(room, position, room, 0, end - position);
      end -= position;
      position = 0;
    }
    while (end - position < length) {
      var got = open.read(room, end, room.length - end);
      if (got < 0) {
        throw new EOFException("piece " + source.piece().name() + " ended early");
      }
      end += got;
    }
  }

  private static StoreException changed() {
    return unreadable("the only one is not what was stored", null);
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
