package network.flashback.market.database;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work with the database that a thread does in rounds, from its start until it is closed. A round
/// that fails is told and done again.
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final Round round;
  private final Duration pauseAfterFailure;

  /// No virtual thread: interrupting one cuts the database connection that it reads from.
  private final Thread thread;

  private volatile boolean closed;

  /// One round.
  @FunctionalInterface
  public interface Round {
    /// Does what there is to do now.
    ///
    /// @return how long to wait before the next
    Duration once() throws InterruptedException;
  }

  /// @param name of the thread, and of what waits when a round fails
  public Rounds(String name, Round round, Duration pauseAfterFailure) {
    this.round = round;
    this.pauseAfterFailure = pauseAfterFailure;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// Interrupts the round under way and returns when nothing runs any more.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Thread.sleep(pauseAfterRound());
      }
    } catch (InterruptedException stopping) {
      // Nobody but close interrupts it.
    }
  }

  private Duration pauseAfterRound() throws InterruptedException {
    try {
      return round.once();
    } catch (RuntimeException failure) {
      if (!closed) {
        LOG.warn("{} wait: {}", thread.getName(), failure.getMessage());
      }
      return pauseAfterFailure;
    }
  }
}
