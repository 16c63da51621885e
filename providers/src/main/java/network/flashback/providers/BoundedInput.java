package network.flashback.providers;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Exactly so many bytes of another stream; one that ends earlier is an EOFException.
public final class BoundedInput extends FilterInputStream {
  private long left;

  /// From where the stream stands.
  public BoundedInput(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    var read = super.read(target, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the file ended " + left + " bytes early");
    }
    left -= read;
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    var skipped = super.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), left);
  }
}
