package network.flashback.gateway.operation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import network.flashback.s3.checksum.RunningChecksum;

/// Computes a checksum of the bytes that are read through it.
final class MeasuredInput extends FilterInputStream {
  private final RunningChecksum checksum;

  MeasuredInput(InputStream in, RunningChecksum checksum) {
    super(in);
    this.checksum = checksum;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    var read = in.read(target, offset, length);
    if (read > 0) {
      checksum.update(target, offset, read);
    }
    return read;
  }
}
