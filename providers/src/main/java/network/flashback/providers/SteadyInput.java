package network.flashback.providers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import network.flashback.providers.StoreException.Reason;

/// Exactly so many bytes from a provider, and not forever: an answer that ends early, breaks, or
/// trickles is a [Reason#UNAVAILABLE].
///
/// Only the time spent waiting for the provider counts; a reader may be as slow as it likes.
public final class SteadyInput extends FilterInputStream {
  /// Below this rate another leg is sooner done: 4 KiB a second.
  private static final long BYTES_PER_SECOND_MIN = 4096;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final String provider;
  private final long patienceNanos;
  private final long length;
  private long left;
  private long waitedNanos;

  /// @param provider named in errors
  /// @param patience for which a trickle is borne
  public SteadyInput(InputStream in, long length, String provider, Duration patience) {
    super(in);
    this.length = length;
    this.left = length;
    this.provider = provider;
    this.patienceNanos = patience.toNanos();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (left == 0 || count == 0) {
      return count == 0 ? 0 : -1;
    }
    long before = System.nanoTime();
    int read;
    try {
      read = in.read(target, offset, (int) Math.min(count, left));
    } catch (InterruptedIOException givenUp) {
      if (Thread.currentThread().isInterrupted()) {
        throw givenUp;
      }
      throw broken("said nothing for too long", givenUp);
    } catch (IOException e) {
      throw broken("broke off (" + e + ")", e);
    }
    waitedNanos += System.nanoTime() - before;
    if (read < 0) {
      throw broken("ended", null);
    }
    left -= read;
    if (left > 0 && isTrickle()) {
      throw broken("trickles at less than " + BYTES_PER_SECOND_MIN + " bytes a second", null);
    }
    return read;
  }

  private boolean isTrickle() {
    return waitedNanos > patienceNanos
        && (length - left) / BYTES_PER_SECOND_MIN < waitedNanos / NANOS_PER_SECOND;
  }

  private StoreException broken(String how, @org.jspecify.annotations.Nullable IOException cause) {
    return new StoreException(
        Reason.UNAVAILABLE,
        "the answer of %s %s %d bytes early: ask again, or another provider"
            .formatted(provider, how, left),
        cause);
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
