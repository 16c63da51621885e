package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that condenses the index when it is due, beside everything else; writers wait for it
/// only when it is far behind.
final class Condenser implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Condenser.class);
  private static final long RETRY_SECONDS = 10;

  private final Index index;
  private final Work work;
  private final Thread thread;
  private final ReentrantLock one = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition();
  private final Condition done = lock.newCondition();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable IOException failure;

  /// Condenses once.
  interface Work {
    void run() throws IOException;
  }

  Condenser(Index index, Work work) {
    this.index = index;
    this.work = work;
    this.thread = Thread.ofPlatform().name("condenser").daemon().unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /// To be called when something was written.
  void look() {
    if (index.isDue()) {
      lock.lock();
      try {
        wanted.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Waits while condensing is far behind. To be called without locks.
  ///
  /// @throws IOException when it fails, so that memory would fill
  void keepUp() throws IOException {
    if (!index.isLate()) {
      return;
    }
    lock.lock();
    try {
      while (index.isLate() && !isClosed()) {
        if (failure != null) {
          throw refused(failure);
        }
        wanted.signal();
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private static IOException refused(IOException failure) {
    var message =
        "The node takes nothing more because its index cannot be written: " + failure.getMessage();
    return DiskFullException.isCauseOf(failure)
        ? new DiskFullException(message + ". Free space or add a disk.", failure)
        : new IOException(message, failure);
  }

  /// What keeps it from condensing; empty while nothing does.
  Optional<String> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  /// Condenses now.
  void run() throws IOException {
    one.lock();
    try {
      if (failure instanceof BrokenIndexException broken) {
        throw broken;
      }
      work.run();
      ended(null);
    } catch (IOException e) {
      ended(e);
      throw e;
    } catch (RuntimeException e) {
      var failed = new IOException(e);
      ended(failed);
      throw failed;
    } finally {
      one.unlock();
    }
  }

  private void ended(@Nullable IOException how) {
    lock.lock();
    try {
      failure = how;
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    while (awaitWork()) {
      try {
        run();
      } catch (IOException e) {
        LOG.error("The index is not condensed: {}", e.getMessage());
      }
    }
  }

  private boolean awaitWork() {
    try {
      if (failure().isPresent() && closed.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
    lock.lock();
    try {
      while (!isClosed() && !index.isDue()) {
        wanted.awaitUninterruptibly();
      }
      return !isClosed();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed.countDown();
      wanted.signalAll();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
