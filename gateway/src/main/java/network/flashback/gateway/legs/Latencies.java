package network.flashback.gateway.legs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// How long a leg lately took until the first block of a piece was here. What is old is forgotten,
/// so that a leg that was slow is tried again.
public final class Latencies {
  private static final int KEPT = 64;

  /// Fewer say nothing.
  private static final int LEAST = 8;

  private static final Duration MEMORY = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final long[] nanos = new long[KEPT];
  private final Instant[] at = new Instant[KEPT];
  private int next;

  /// Nothing is known yet.
  public Latencies(InstantSource clock) {
    this.clock = clock;
    Arrays.fill(at, Instant.MIN);
  }

  /// Records one; for a read that was given up, the time until then.
  public synchronized void observe(Duration took) {
    nanos[next] = took.toNanos();
    at[next] = clock.instant();
    next = (next + 1) % KEPT;
  }

  /// The time within which that share of the recent reads had begun.
  ///
  /// @param percent 1 to 100
  /// @return empty while too few are known
  public synchronized Optional<Duration> percentile(int percent) {
    var since = clock.instant().minus(MEMORY);
    var recent = new long[KEPT];
    var count = 0;
    for (int i = 0; i < KEPT; i++) {
      if (at[i].isAfter(since)) {
        recent[count++] = nanos[i];
      }
    }
    if (count < LEAST) {
      return Optional.empty();
    }
    Arrays.sort(recent, 0, count);
    return Optional.of(Duration.ofNanos(recent[(count * percent + 99) / 100 - 1]));
  }
}
