package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waiting for what a test waits for, with a limit.
public final class Eventually {
  private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();

  private Eventually() {}

  /// Asks again until `condition` holds.
  ///
  /// @return how long it took
  public static Duration holds(String what, Duration within, Callable<Boolean> condition)
      throws Exception {
    long began = System.nanoTime();
    answers(what, within, () -> condition.call() ? Optional.of(true) : Optional.empty());
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /// Asks again until there is an answer.
  public static <T> T answers(String what, Duration within, Callable<Optional<T>> question)
      throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      var answer = question.call();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > deadline) {
        return fail("%s: not within %d s", what, within.toSeconds());
      }
      pause();
    }
  }

  /// A moment's rest between two attempts.
  public static void pause() throws InterruptedException {
    LockSupport.parkNanos(POLL_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
