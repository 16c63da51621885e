package network.flashback.providers.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;

/// A body of known length; or, with [Long#MAX_VALUE], one that ends with its connection.
final class NodeBody extends InputStream {
  private final BufferedBytes in;
  private final Consumer<Boolean> ended;
  private long left;
  private boolean done;

  /// @param ended told once, whether all of it was read
  NodeBody(BufferedBytes in, long length, Consumer<Boolean> ended) {
    this.in = in;
    this.left = length;
    this.ended = ended;
    if (length == 0) {
      end(true);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (left == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    if (done) {
      throw new IOException("the body is closed");
    }
    int got = in.read(target, offset, (int) Math.min(length, left));
    if (got < 0) {
      if (left > Long.MAX_VALUE / 2) {
        left = 0;
        end(false);
        return -1;
      }
      throw new EOFException("the answer ended " + left + " bytes early");
    }
    left -= got;
    if (left == 0) {
      end(true);
    }
    return got;
  }

  @Override
  public void close() {
    end(false);
  }

  private void end(boolean whole) {
    if (!done) {
      done = true;
      ended.accept(whole);
    }
  }
}
