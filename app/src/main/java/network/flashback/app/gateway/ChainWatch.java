package network.flashback.app.gateway;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs an action at the start and whenever the chain has a new block; a chain that does not answer
/// is waited for.
final class ChainWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChainWatch.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POLL_AFTER_FAILURE = Duration.ofSeconds(2);

  private final Chain chain;
  private final Runnable action;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean reachable = true;

  private ChainWatch(String name, Chain chain, Runnable action) {
    this.chain = chain;
    this.action = action;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::watch);
  }

  /// Runs the action once at once, on this thread, so that its first failure is seen; then watches.
  static ChainWatch start(String name, Chain chain, Runnable action) {
    action.run();
    var watch = new ChainWatch(name, chain, action);
    watch.thread.start();
    return watch;
  }

  boolean reachable() {
    return reachable;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch() {
    long seen = -1;
    while (!closed) {
      var pause = POLL;
      try {
        long height = chain.height();
        if (height != seen) {
          action.run();
          seen = height;
        }
        reachable = true;
      } catch (ChainException e) {
        if (reachable && !closed) {
          LOG.warn("{} waits: {}", thread.getName(), e.getMessage());
        }
        reachable = false;
        pause = POLL_AFTER_FAILURE;
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.error("{} failed; it tries again with the next block", thread.getName(), e);
        }
        pause = POLL_AFTER_FAILURE;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }
}
