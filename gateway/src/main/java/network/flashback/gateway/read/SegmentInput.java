package network.flashback.gateway.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import network.flashback.domain.storage.SegmentLayout;

/// The plain bytes of a whole segment, each frame verified before its first byte is given out.
final class SegmentInput extends InputStream {
  private final SegmentReader reader;
  private final SegmentLayout layout;
  private byte[] frame = new byte[0];
  private int next;
  private int position;
  private int end;

  SegmentInput(SegmentReader reader, SegmentLayout layout) {
    this.reader = reader;
    this.layout = layout;
  }

  @Override
  public int read() throws IOException {
    return fill() ? frame[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
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

  @Override
  public void close() {
    reader.close();
  }

  private boolean fill() throws IOException {
    while (position == end) {
      if (next == layout.frameCount()) {
        return false;
      }
      frame = reader.frame(next);
      position = 0;
      end = layout.plainLength(next);
      next++;
    }
    return true;
  }
}
