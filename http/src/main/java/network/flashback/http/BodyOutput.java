package network.flashback.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a [BodyWriter] writes: gathers pieces and blocks while the channel holds its share of what
/// all answers may hold ([StreamBudget]).
final class BodyOutput extends OutputStream {
  /// How bytes are framed.
  enum Framing {
    PLAIN,
    CHUNKED
  }

  /// The first piece: a client waits no longer for its first bytes than they take to come.
  private static final int PIECE_BYTES_MIN = 64 * 1024;

  private static final int PIECE_BYTES_MAX = 256 * 1024;

  /// Pieces of an answer that its share holds, so that one is on its way while the next is filled.
  private static final int PIECES_IN_SHARE = 4;

  /// Room for the longest size line of a chunk (5 hex digits and CR LF), and CR LF behind it.
  private static final int BEFORE_BYTES = 7;

  private static final int AFTER_BYTES = 2;
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Connection connection;
  private final Framing framing;
  private final long limit;
  private @Nullable ByteBuf piece;
  private @Nullable ChannelFuture sent;
  private int pieceBytes = PIECE_BYTES_MIN;
  private long written;
  private boolean ended;

  BodyOutput(Connection connection, Framing framing, long limit) {
    this.connection = connection;
    this.framing = framing;
    this.limit = limit;
    connection.streams().begin();
  }

  long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (ended) {
      throw new IOException("the body has ended: write before the writer returns");
    }
    if (length > limit - written) {
      throw new IOException("the body is longer than the " + limit + " bytes announced");
    }
    var done = 0;
    while (done < length) {
      var target = room();
      var step = Math.min(length - done, roomIn(target));
      target.writeBytes(source, offset + done, step);
      done += step;
      written += step;
      if (roomIn(target) == 0) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    var full = piece;
    if (full != null && full.writerIndex() > BEFORE_BYTES) {
      piece = null;
      frame(full);
      var share = connection.streams().shareBytes();
      connection.holdAtMost(share);
      // Bytes go to the channel before waiting, so at most one piece stands above the share.
      sent = connection.channel().writeAndFlush(full);
      pieceBytes =
          Math.clamp(
              share / PIECES_IN_SHARE, PIECE_BYTES_MIN, Math.min(2 * pieceBytes, PIECE_BYTES_MAX));
      connection.awaitWritable();
    } else if (full == null && written == 0) {
      var _ = connection.channel().flush();
    }
  }

  /// The writer has returned: sends the rest, and refuses a body shorter than announced.
  void finish() throws IOException {
    if (framing == Framing.PLAIN && limit != Long.MAX_VALUE && written < limit) {
      throw new IOException("the body ended after " + written + " of " + limit + " bytes");
    }
    flush();
    ended = true;
    if (framing == Framing.CHUNKED) {
      sent = connection.channel().writeAndFlush(Unpooled.wrappedBuffer(LAST_CHUNK));
    }
  }

  @Override
  public void close() {
    // A writer may close its stream before the server knows that the body was whole: the end of
    // the framing is sent by finish() alone, so that a failed body never looks complete.
  }

  /// The writer is done, or has failed: frees what was not sent, and gives the share back once what
  /// was sent has left.
  void release() {
    if (piece != null) {
      piece.release();
      piece = null;
    }
    // What else the connection answers is not streamed, or takes a share of its own.
    connection.holdAtMost(StreamBudget.SHARE_BYTES_MIN);
    if (sent == null) {
      connection.streams().end();
    } else {
      var _ = sent.addListener(left -> connection.streams().end());
    }
  }

  private ByteBuf room() {
    var open = piece;
    if (open == null) {
      open = connection.buffer(BEFORE_BYTES + pieceBytes + AFTER_BYTES);
      open.setIndex(BEFORE_BYTES, BEFORE_BYTES);
      piece = open;
    }
    return open;
  }

  private static int roomIn(ByteBuf open) {
    return open.capacity() - AFTER_BYTES - open.writerIndex();
  }

  private void frame(ByteBuf full) {
    if (framing == Framing.CHUNKED) {
      var line =
          (Integer.toHexString(full.readableBytes()) + "\r\n")
              .getBytes(StandardCharsets.ISO_8859_1);
      var start = BEFORE_BYTES - line.length;
      full.setBytes(start, line);
      full.readerIndex(start);
      full.writeByte('\r').writeByte('\n');
    }
  }
}
