package network.flashback.app.bucket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Tells how far reading has come.
final class CountedInput extends FilterInputStream {
  private final LongConsumer read;
  private long count;

  CountedInput(InputStream content, LongConsumer read) {
    super(content);
    this.read = read;
  }

  @Override
  public int read() throws IOException {
    int one = in.read();
    if (one >= 0) {
      read.accept(++count);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int some = in.read(into, offset, length);
    if (some > 0) {
      count += some;
      read.accept(count);
    }
    return some;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
