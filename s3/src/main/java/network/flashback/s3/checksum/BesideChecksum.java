package network.flashback.s3.checksum;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A checksum that is computed beside the thread that passes the bytes, so that one long stream is
/// not as slow as the sum of all that is done to it.
///
/// It takes a copy of the bytes and a hand-over, which is more processor time and not less: so only
/// as many are computed beside as leave processors to the streams themselves; the others are where
/// they always were. No thread outlives the bytes that wait for it.
final class BesideChecksum implements RunningChecksum {
  static final int CHUNK_BYTES = 64 << 10;

  /// The stream may be ahead by that much.
  static final int CHUNKS_MAX = 4;

  /// Of this process: half of the processors stay with the streams.
  static final AtomicInteger PLACES =
      new AtomicInteger(Runtime.getRuntime().availableProcessors() / 2);

  private final RunningChecksum checksum;
  private final AtomicInteger places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private byte[] chunk = new byte[CHUNK_BYTES];
  private int filled;
  private boolean atWork;
  private @Nullable Throwable failure;

  /// @param places how many more may be computed beside at this moment, shared by all
  BesideChecksum(RunningChecksum checksum, AtomicInteger places) {
    this.checksum = checksum;
    this.places = places;
  }

  @Override
  public void update(byte[] bytes, int from, int length) {
    for (int at = from; at < from + length; ) {
      int part = Math.min(CHUNK_BYTES - filled, from + length - at);
      System.arraycopy(bytes, at, chunk, filled, part);
      filled += part;
      at += part;
      if (filled == CHUNK_BYTES) {
        passOn();
        filled = 0;
      }
    }
  }

  @Override
  public byte[] finish() {
    awaitDone();
    checksum.update(chunk, 0, filled);
    return checksum.finish();
  }

  private void passOn() {
    lock.lock();
    try {
      while (waiting.size() >= CHUNKS_MAX) {
        // An interrupted stream learns of it where it reads or writes.
        taken.awaitUninterruptibly();
      }
      requireSound();
      if (atWork || tryTakePlace()) {
        waiting.add(chunk);
        chunk = free.isEmpty() ? new byte[CHUNK_BYTES] : free.remove();
        if (!atWork) {
          atWork = true;
          Thread.ofVirtual().name("checksum").start(this::workOff);
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    checksum.update(chunk, 0, CHUNK_BYTES);
  }

  private void workOff() {
    lock.lock();
    try {
      while (!waiting.isEmpty()) {
        var next = waiting.element();
        lock.unlock();
        try {
          checksum.update(next, 0, CHUNK_BYTES);
        } finally {
          lock.lock();
        }
        free.add(waiting.remove());
        taken.signalAll();
      }
    } catch (RuntimeException | Error failed) {
      failure = failed;
      waiting.clear();
    } finally {
      atWork = false;
      places.incrementAndGet();
      taken.signalAll();
      lock.unlock();
    }
  }

  private void awaitDone() {
    lock.lock();
    try {
      while (atWork) {
        taken.awaitUninterruptibly();
      }
      requireSound();
    } finally {
      lock.unlock();
    }
  }

  private void requireSound() {
    if (failure != null) {
      throw new IllegalStateException("a checksum could not be computed", failure);
    }
  }

  private boolean tryTakePlace() {
    return places.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }
}
