package network.flashback.providers.node;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// A piece on its way from a node, of known length, paid for as it comes.
final class PaidInput extends FilterInputStream {
  private final Egress egress;
  private final AtomicLong left;

  PaidInput(InputStream in, long length, Egress egress) {
    super(in);
    this.egress = egress;
    this.left = new AtomicLong(length);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    long wanted = left.get();
    if (wanted == 0) {
      return length == 0 ? 0 : -1;
    }
    var read = in.read(target, offset, (int) Math.min(length, wanted));
    if (read < 0) {
      throw new EOFException("the node's answer ended " + wanted + " bytes early");
    }
    // Another thread may have given the read up meanwhile; then these bytes are among what it gave
    // up.
    if (left.compareAndSet(wanted, wanted - read)) {
      egress.receive(read);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    egress.givenUp(left.getAndSet(0));
    super.close();
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
