package network.flashback.chain;

import java.time.Duration;

/// How often a request is repeated when the node cannot be reached; pauses double from the first
/// on.
public record RetryPolicy(int attempts, Duration firstPause, Duration requestTimeout) {
  /// Five attempts within about three seconds.
  public static final RetryPolicy STANDARD =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(20));

  public RetryPolicy {
    if (attempts < 1 || firstPause.isNegative() || requestTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "A retry policy needs at least one attempt and no negative durations.");
    }
  }

  Duration pauseAfter(int attempt) {
    return firstPause.multipliedBy(1L << Math.min(attempt - 1, 16));
  }
}
