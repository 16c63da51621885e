package network.flashback.providers.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// A body in chunks (RFC 9112, 7.1), as a proxy before a node may send it.
final class ChunkedBody extends InputStream {
  private static final int DIGITS_MAX = 8;

  private final BufferedBytes in;
  private final Duration patience;
  private final Consumer<Boolean> ended;
  private long left;
  private boolean first = true;
  private boolean done;

  /// @param patience for a line between chunks
  /// @param ended told once, whether all of it was read
  ChunkedBody(BufferedBytes in, Duration patience, Consumer<Boolean> ended) {
    this.in = in;
    this.patience = patience;
    this.ended = ended;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (done || (left == 0 && !next())) {
      return -1;
    }
    int got = in.read(target, offset, (int) Math.min(length, left));
    if (got < 0) {
      throw new EOFException("the answer ended inside a chunk");
    }
    left -= got;
    return got;
  }

  @Override
  public void close() {
    end(false);
  }

  private boolean next() throws IOException {
    if (!first) {
      in.until("\r\n", patience);
    }
    first = false;
    var line = in.until("\r\n", patience);
    int extension = line.indexOf(';');
    var size = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (!size.matches("[0-9a-fA-F]{1," + DIGITS_MAX + "}")) {
      throw new ProtocolException("the size of a chunk is no number");
    }
    left = Long.parseLong(size, 16);
    if (left > 0) {
      return true;
    }
    while (!in.until("\r\n", patience).isEmpty()) {
      // Trailers say nothing that is needed here.
    }
    end(true);
    return false;
  }

  private void end(boolean whole) {
    if (!done) {
      done = true;
      ended.accept(whole);
    }
  }
}
