package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Bytes a second, shared by all who take from it: a bucket of one second's bytes that fills
/// steadily. Whoever takes more than there is waits until the debt is paid.
public final class Budget implements Pace {
  private static final long SECOND = 1_000_000_000L;

  private final double bytesPerNano;
  private final LongSupplier nanos;
  private final Sleeper sleeper;
  private double left;
  private long filledAt;

  /// Waits that long.
  @FunctionalInterface
  public interface Sleeper {
    /// Returns when the time has passed.
    void sleep(Duration time) throws InterruptedException;
  }

  Budget(long bytesPerSecond, LongSupplier nanos, Sleeper sleeper) {
    if (bytesPerSecond <= 0) {
      throw new IllegalArgumentException(
          "bytesPerSecond is " + bytesPerSecond + ": give a positive number");
    }
    this.bytesPerNano = (double) bytesPerSecond / SECOND;
    this.nanos = nanos;
    this.sleeper = sleeper;
    this.left = bytesPerSecond;
    this.filledAt = nanos.getAsLong();
  }

  /// A budget; none for 0.
  public static Pace of(long bytesPerSecond) {
    return bytesPerSecond == 0
        ? Pace.UNBOUNDED
        : new Budget(bytesPerSecond, System::nanoTime, Thread::sleep);
  }

  @Override
  public void take(long bytes) throws IOException {
    var debt = charge(bytes);
    if (debt > 0) {
      try {
        sleeper.sleep(Duration.ofNanos((long) Math.ceil(debt / bytesPerNano)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for bandwidth");
      }
    }
  }

  private synchronized double charge(long bytes) {
    var now = nanos.getAsLong();
    left = Math.min(bytesPerNano * SECOND, left + (now - filledAt) * bytesPerNano);
    filledAt = now;
    left -= bytes;
    return -left;
  }
}
