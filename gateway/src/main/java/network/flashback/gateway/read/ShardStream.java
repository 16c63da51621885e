package network.flashback.gateway.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.metadata.Extent;
import org.jspecify.annotations.Nullable;

/// The blocks of one piece on their way here, read ahead a little by a thread of its own.
final class ShardStream {
  /// What one read may bring: more than one block, and no more than the JDK takes from a socket at
  /// once.
  private static final int READ_BYTES = 128 << 10;

  private final LegStore leg;
  private final Extent.Piece piece;
  private final SegmentLayout layout;
  private final SegmentLayout.FrameRange frames;
  private final Rendezvous rendezvous;
  private final ReadAhead ahead;
  private final Thread thread;
  private final boolean hedge;

  private final AtomicLong bytes = new AtomicLong();

  /// Whether the first block has come, or is not waited for any more; for the stream's own thread.
  private boolean observed;

  // All guarded by the rendezvous.
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
  private int firstFrame;
  private int wantedFrom;
  private boolean closed;

  /// Blocks that are to be asked for once there is room; 0 for none.
  private int roomWanted;

  private @Nullable IOException failure;

  private ShardStream(
      LegStore leg,
      Extent.Piece piece,
      SegmentLayout layout,
      SegmentLayout.FrameRange frames,
      Rendezvous rendezvous,
      ReadAhead ahead,
      boolean hedge) {
    this.leg = leg;
    this.piece = piece;
    this.layout = layout;
    this.frames = frames;
    this.rendezvous = rendezvous;
    this.ahead = ahead;
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
      ReadAhead ahead,
      boolean hedge) {
    var stream = new ShardStream(leg, piece, layout, frames, rendezvous, ahead, hedge);
    ahead.begins();
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
    return bytes.get();
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
    rendezvous.runFor(
        () -> {
          wantedFrom = frame;
          while (firstFrame < frame && !blocks.isEmpty()) {
            blocks.remove();
            firstFrame++;
          }
          return roomWanted > 0 && hasRoom(roomWanted);
        });
  }

  void close() {
    rendezvous.run(() -> closed = true);
    thread.interrupt();
  }

  private void run() {
    var begun = System.nanoTime();
    try {
      for (int frame = frames.first(); frame <= frames.last(); ) {
        var asked = askFor(frame);
        if (asked.isEmpty() || !read(asked.get(), begun)) {
          return;
        }
        frame = asked.get().last() + 1;
      }
      leg.succeeded();
    } catch (IOException e) {
      fail(e, begun);
    } catch (RuntimeException e) {
      fail(new IOException("reading a piece failed inside: " + e, e), begun);
    } finally {
      ahead.ends();
    }
  }

  /// Waits until the blocks from this frame on have room, all that are asked for at once; empty
  /// when nobody wants them any more.
  private Optional<SegmentLayout.FrameRange> askFor(int frame) throws InterruptedIOException {
    var atOnce = ahead.blocksAtOnce(layout.blockLength(frames.first()));
    return rendezvous.when(
        () -> {
          roomWanted = atOnce;
          return hasRoom(atOnce) || closed;
        },
        () -> {
          roomWanted = 0;
          return closed
              ? Optional.empty()
              : Optional.of(
                  new SegmentLayout.FrameRange(frame, Math.min(frames.last(), frame + atOnce - 1)));
        });
  }

  /// Reads these blocks as fast as they come; false when nobody wants them any more.
  private boolean read(SegmentLayout.FrameRange asked, long begun) throws IOException {
    var span = layout.blocks(asked);
    try (InputStream in = leg.store().get(piece.name(), span.offset(), span.length())) {
      var room = new byte[Math.toIntExact(Math.min(span.length(), roomBytes()))];
      var held = 0;
      for (int frame = asked.first(); frame <= asked.last(); ) {
        var got = in.read(room, held, room.length - held);
        if (got < 0) {
          throw new EOFException("piece " + piece.name() + " ended early");
        }
        held += got;
        bytes.addAndGet(got);
        var come = blocksOf(room, held, frame);
        if (!come.isEmpty()) {
          if (!observed) {
            observe(begun);
          }
          if (!add(frame, come)) {
            return false;
          }
          var taken = come.stream().mapToInt(block -> block.length).sum();
          System.arraycopy(room, taken, room, 0, held - taken);
          held -= taken;
          frame += come.size();
        }
      }
      return true;
    }
  }

  private void observe(long begun) {
    observed = true;
    leg.latencies().observe(Duration.ofNanos(System.nanoTime() - begun));
  }

  /// As many whole blocks as one read may bring.
  private long roomBytes() {
    var length = layout.blockLength(frames.first());
    return (long) Math.max(READ_BYTES / length, 1) * length;
  }

  /// The whole blocks from this frame on that have come, each in an array of its own.
  private List<byte[]> blocksOf(byte[] room, int held, int frame) {
    var come = new ArrayList<byte[]>();
    var at = 0;
    for (int next = frame; next <= frames.last(); next++) {
      var end = at + layout.blockLength(next);
      if (end > held) {
        break;
      }
      come.add(Arrays.copyOfRange(room, at, end));
      at = end;
    }
    return come;
  }

  /// Whether no more wait than are to be asked for.
  private boolean hasRoom(int atOnce) {
    return blocks.size() <= atOnce;
  }

  /// Adds the blocks of frames from this one on, which have room; false when nobody wants them any
  /// more.
  private boolean add(int frame, List<byte[]> come) {
    return rendezvous.change(
        () -> {
          if (closed) {
            return false;
          }
          for (int i = 0; i < come.size(); i++) {
            if (frame + i < wantedFrom) {
              // The others were faster: this frame is written already.
              firstFrame = frame + i + 1;
            } else {
              blocks.add(come.get(i));
            }
          }
          return true;
        });
  }

  private void fail(IOException e, long begun) {
    var mine = rendezvous.within(() -> closed);
    rendezvous.run(() -> failure = e);
    if (!mine) {
      leg.failed(e);
    } else if (!observed) {
      // Given up as too slow: that it took at least so long is known.
      observe(begun);
    }
  }
}
