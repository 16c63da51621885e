package network.flashback.providers.node;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A piece on its way from a node, of known length, paid for as it comes.
final class PaidInput extends FilterInputStream {
  private final Egress egress;
  private long left;

  PaidInput(InputStream in, long length, Egress egress) {
    super(in);
    this.egress = egress;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return length == 0 ? 0 : -1;
    }
    var read = in.read(target, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the node's answer ended " + left + " bytes early");
    }
    left -= read;
    egress.receive(read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    // Skipped bytes were served too.
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
