package network.flashback.gateway.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.LongConsumer;

/// Plain bytes that come a frame at a time, each opened before its first byte is given out.
abstract class FrameInput extends InputStream {
  // The frame being handed out.
  private byte[] frame = new byte[0];
  private int position;
  private int end;

  /// Brings the next frame by [#hand]; false when there is none.
  abstract boolean next() throws IOException;

  /// Bytes `from` to `to` of a frame are to be read next. It stays the caller's, who leaves it as
  /// it is until the next call of [#next].
  final void hand(byte[] bytes, int from, int to) {
    frame = bytes;
    position = from;
    end = to;
  }

  @Override
  public final int read() throws IOException {
    return fill() ? frame[position++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    var taken = Math.min(length, end - position);
    System.arraycopy(frame, position, target, offset, taken);
    position += taken;
    return taken;
  }

  /// Writes what is left, each frame from where it was opened.
  ///
  /// @param written told how many bytes went, after each frame
  public final void writeTo(OutputStream out, LongConsumer written) throws IOException {
    while (fill()) {
      var count = end - position;
      out.write(frame, position, count);
      position = end;
      written.accept(count);
    }
  }

  /// True when the frame has bytes to hand out.
  final boolean fill() throws IOException {
    while (position == end) {
      if (!next()) {
        return false;
      }
    }
    return true;
  }
}
