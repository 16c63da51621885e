package network.flashback.providers.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A socket's bytes: heads and lines are found in a small buffer, bodies pass it by.
final class BufferedBytes {
  private final InputStream in;
  private final byte[] buffer;
  private int position;
  private int end;
  private boolean touched;

  /// @param sizeMax of a head
  BufferedBytes(InputStream in, int sizeMax) {
    this.in = in;
    this.buffer = new byte[sizeMax];
  }

  /// Whether nothing has come since [#forget].
  boolean isUntouched() {
    return !touched;
  }

  /// Whether all that has come was taken.
  boolean isEmpty() {
    return position == end;
  }

  /// A new answer begins.
  void forget() {
    touched = false;
  }

  /// Whether something has come, or comes now.
  boolean hasMore() {
    try {
      return position < end || (end < buffer.length && fill());
    } catch (IOException nothing) {
      return false;
    }
  }

  /// The text before the mark, which is taken too.
  ///
  /// @param within in all, however steadily bytes drip
  /// @throws ProtocolException when it is longer than the buffer
  String until(String mark, Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    if (position == end) {
      position = 0;
      end = 0;
    }
    int searched = position;
    while (true) {
      for (int at = searched; at + mark.length() <= end; at++) {
        if (isAt(at, mark)) {
          var text = new String(buffer, position, at - position, StandardCharsets.ISO_8859_1);
          position = at + mark.length();
          return text;
        }
      }
      searched = Math.max(position, end - mark.length() + 1);
      if (end == buffer.length) {
        if (position == 0) {
          throw new ProtocolException("the node's head is longer than " + end + " bytes");
        }
        System.arraycopy(buffer, position, buffer, 0, end - position);
        searched -= position;
        end -= position;
        position = 0;
      }
      if (!fill()) {
        throw new EOFException("the node ended the connection before its answer");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException("the node's answer drips");
      }
    }
  }

  /// Like [InputStream#read(byte\[\], int, int)].
  int read(byte[] target, int offset, int length) throws IOException {
    if (position == end) {
      if (length >= buffer.length) {
        return in.read(target, offset, length);
      }
      position = 0;
      end = 0;
      if (!fill()) {
        return -1;
      }
    }
    int taken = Math.min(length, end - position);
    System.arraycopy(buffer, position, target, offset, taken);
    position += taken;
    return taken;
  }

  private boolean isAt(int at, String mark) {
    for (int i = 0; i < mark.length(); i++) {
      if (buffer[at + i] != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean fill() throws IOException {
    int got = in.read(buffer, end, buffer.length - end);
    if (got < 0) {
      return false;
    }
    touched = true;
    end += got;
    return true;
  }
}
