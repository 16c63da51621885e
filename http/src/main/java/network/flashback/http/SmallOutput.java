package network.flashback.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Where a [BodyWriter] writes a short body of known length: behind the head, to leave with it.
final class SmallOutput extends OutputStream {
  private final byte[] whole;
  private final int headLength;
  private int end;

  /// @param length of the body
  SmallOutput(byte[] head, int length) {
    this.whole = Arrays.copyOf(head, head.length + length);
    this.headLength = head.length;
    this.end = head.length;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (length > whole.length - end) {
      throw new IOException(
          "the body is longer than the " + (whole.length - headLength) + " bytes announced");
    }
    System.arraycopy(source, offset, whole, end, length);
    end += length;
  }

  /// Head and body.
  ///
  /// @throws IOException for a body shorter than announced
  byte[] finished() throws IOException {
    if (end < whole.length) {
      throw new IOException(
          "the body ended after %d of %d bytes"
              .formatted(end - headLength, whole.length - headLength));
    }
    return whole;
  }
}
