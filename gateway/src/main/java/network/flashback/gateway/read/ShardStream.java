package network.flashback.gateway.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.metadata.Extent;
import org.jspecify.annotations.Nullable;

/// The blocks of one piece on their way here, read ahead a little by a thread of its own.
final class ShardStream {
  /// Blocks read ahead: with 32 KiB blocks, 256 KiB.
  static final int AHEAD_MAX = 8;

  private final LegStore leg;
  private final Extent.Piece piece;
  private final SegmentLayout layout;
  private final SegmentLayout.FrameRange frames;
  private final Rendezvous rendezvous;
  private final Thread thread;
  private final boolean hedge;

  // All guarded by the rendezvous.
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
  private int firstFrame;
  private int wantedFrom;
  private boolean closed;
  private long bytes;
  private @Nullable IOException failure;

  private ShardStream(
      LegStore leg,
      Extent.Piece piece,
      SegmentLayout layout,
      SegmentLayout.FrameRange frames,
      Rendezvous rendezvous,
      boolean hedge) {
    this.leg = leg;
    this.piece = piece;
    this.layout = layout;
    this.frames = frames;
    this.rendezvous = rendezvous;
    this.hedge = hedge;
    this.firstFrame = frames.first();
    this.thread = Thread.ofVirtual().name("get-" + piece.name()).unstarted(this::run);
  }

  /// Begins to read the piece's blocks of these frames.
  ///
  /// @param hedge whether it is asked because another one is slow
  static ShardStream start(
      LegStore leg,
      Extent.Piece piece,
      SegmentLayout layout,
      SegmentLayout.FrameRange frames,
      Rendezvous rendezvous,
      boolean hedge) {
    var stream = new ShardStream(leg, piece, layout, frames, rendezvous, hedge);
    stream.thread.start();
    return stream;
  }

  Extent.Piece piece() {
    return piece;
  }

  LegStore leg() {
    return leg;
  }

  /// Whether it was asked because another one was slow.
  boolean hedge() {
    return hedge;
  }

  /// Bytes that have come.
  long bytes() {
    return rendezvous.within(() -> bytes);
  }

  /// The block of a frame, if it is here.
  Optional<byte[]> block(int frame) {
    return rendezvous.within(
        () -> {
          var index = frame - firstFrame;
          return index >= 0 && index < blocks.size()
              ? Optional.of(index == 0 ? blocks.element() : later(index))
              : Optional.empty();
        });
  }

  private byte[] later(int index) {
    return blocks.stream().skip(index).findFirst().orElseThrow();
  }

  /// Why nothing more will come, if so.
  Optional<IOException> failure() {
    return rendezvous.within(() -> Optional.ofNullable(failure));
  }

  /// Forgets blocks of frames before this one, and makes room for more.
  void discardBefore(int frame) {
    rendezvous.run(
        () -> {
          wantedFrom = frame;
          while (firstFrame < frame && !blocks.isEmpty()) {
            blocks.remove();
            firstFrame++;
          }
        });
  }

  void close() {
    rendezvous.run(() -> closed = true);
    thread.interrupt();
  }

  private void run() {
    var span = layout.blocks(frames);
    var begun = System.nanoTime();
    var first = true;
    try (InputStream in = leg.store().get(piece.name(), span.offset(), span.length())) {
      for (int frame = frames.first(); frame <= frames.last(); frame++) {
        var length = layout.blockLength(frame);
        var block = new byte[length];
        if (in.readNBytes(block, 0, length) < length) {
          throw new EOFException("piece " + piece.name() + " ended early");
        }
        if (first) {
          first = false;
          observe(begun);
        }
        if (!add(frame, block)) {
          return;
        }
      }
      leg.succeeded();
    } catch (IOException e) {
      fail(e, first, begun);
    } catch (RuntimeException e) {
      fail(new IOException("reading a piece failed inside: " + e, e), first, begun);
    }
  }

  private void observe(long begun) {
    leg.latencies().observe(Duration.ofNanos(System.nanoTime() - begun));
  }

  /// Adds a block once there is room; false when nobody wants it any more.
  private boolean add(int frame, byte[] block) throws InterruptedIOException {
    return rendezvous.when(
        () -> blocks.size() < AHEAD_MAX || closed,
        () -> {
          if (closed) {
            return false;
          }
          bytes += block.length;
          if (frame < wantedFrom) {
            // The others were faster: this frame is written already.
            firstFrame = frame + 1;
          } else {
            blocks.add(block);
          }
          return true;
        });
  }

  private void fail(IOException e, boolean beforeTheFirst, long begun) {
    var mine = rendezvous.within(() -> closed);
    rendezvous.run(() -> failure = e);
    if (!mine) {
      leg.failed(e);
    } else if (beforeTheFirst) {
      // Given up as too slow: that it took at least so long is known.
      observe(begun);
    }
  }
}
