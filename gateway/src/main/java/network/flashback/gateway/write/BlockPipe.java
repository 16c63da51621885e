package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A short queue of blocks between the writer of a segment and the put of one piece; the writer
/// waits when it is full.
final class BlockPipe extends InputStream {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
  private int position;
  private boolean complete;
  private boolean cancelled;

  BlockPipe(int capacity) {
    this.capacity = capacity;
  }

  /// Hands over a block, which must not be changed any more.
  ///
  /// @return false when nobody takes blocks any more, or none was taken for that long
  boolean offer(byte[] block, Duration patience) throws InterruptedIOException {
    lock.lock();
    try {
      var nanos = patience.toNanos();
      while (blocks.size() >= capacity && !cancelled) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      if (!cancelled) {
        blocks.add(block);
        changed.signalAll();
      }
      return !cancelled;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /// No block will follow.
  void complete() {
    lock.lock();
    try {
      complete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The segment is given up, or the put: both sides stop.
  void cancel() {
    lock.lock();
    try {
      cancelled = true;
      blocks.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    lock.lock();
    try {
      while (blocks.isEmpty() && !complete && !cancelled) {
        changed.await();
      }
      if (cancelled) {
        throw new IOException("the segment is not completed: its source failed or it is given up");
      }
      if (length == 0) {
        return 0;
      }
      return blocks.isEmpty() ? -1 : take(target, offset, length);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /// As much as is there and wanted: each write to a leg then carries several blocks.
  private int take(byte[] target, int offset, int length) {
    var taken = 0;
    while (taken < length && !blocks.isEmpty()) {
      var head = blocks.element();
      var part = Math.min(length - taken, head.length - position);
      System.arraycopy(head, position, target, offset + taken, part);
      taken += part;
      position += part;
      if (position == head.length) {
        blocks.remove();
        position = 0;
      }
    }
    changed.signalAll();
    return taken;
  }

  private static InterruptedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    var stopped = new InterruptedIOException("interrupted while bytes were on their way to a leg");
    stopped.initCause(e);
    return stopped;
  }
}
