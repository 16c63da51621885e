package network.flashback.sdk;

import java.time.Duration;

/// How often a call that is safe to repeat is made, and what is waited in between: twice as long
/// each time, and a random part of that, so that clients do not come back together.
///
/// @param attempts in all; 1 for none but the first
/// @param firstWait before the second attempt at most
/// @param longestWait before any; a platform that asks for more is not waited for
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait) {
  public static final RetryPolicy STANDARD =
      new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(20));

  public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  public RetryPolicy {
    if (attempts < 1 || attempts > 20 || firstWait.isNegative() || longestWait.isNegative()) {
      throw new IllegalArgumentException(
          "A policy has 1 to 20 attempts and waits that are not negative.");
    }
  }

  /// Waited at most after this attempt, the first being 1.
  Duration waitAfter(int attempt) {
    var wait = firstWait.multipliedBy(1L << Math.min(attempt - 1, 20));
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }
}
