package network.flashback.gateway.read;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One lock for the streams of a segment and the reader that joins them; whoever changes something
/// wakes the others.
final class Rendezvous {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Changes something.
  void run(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Changes something.
  ///
  /// @return what the change says of itself
  <T> T change(Supplier<T> change) {
    lock.lock();
    try {
      var result = change.get();
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /// Changes something; the others are woken only where it returns true, since it matters to them.
  void runFor(BooleanSupplier change) {
    lock.lock();
    try {
      if (change.getAsBoolean()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Looks at something.
  <T> T within(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the condition holds, and changes something while it does.
  <T> T when(BooleanSupplier condition, Supplier<T> change) throws InterruptedIOException {
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        changed.await();
      }
      var result = change.get();
      changed.signalAll();
      return result;
    } catch (InterruptedException e) {
      throw givenUp();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the condition holds; false when it did not within that time.
  boolean await(BooleanSupplier condition, Duration patience) throws InterruptedIOException {
    lock.lock();
    try {
      var nanos = patience.toNanos();
      while (!condition.getAsBoolean()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } catch (InterruptedException e) {
      throw givenUp();
    } finally {
      lock.unlock();
    }
  }

  private static InterruptedIOException givenUp() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while reading pieces");
  }
}
