package network.flashback.gateway.legs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a leg lately took until the first block of a piece was here. What is old is forgotten,
/// so that a leg that was slow is tried again.
public final class Latencies {
  private static final int KEPT = 64;

  /// Fewer say nothing.
  private static final int LEAST = 8;

  private static final Duration MEMORY = Duration.ofSeconds(30);

  /// After that long some may have become old.
  private static final Duration STALE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final long[] nanos = new long[KEPT];
  private final Instant[] at = new Instant[KEPT];
  private int next;

  /// Those that are not old, ascending; none while they have to be sorted anew.
  private long @Nullable [] sorted;

  private Instant sortedAt = Instant.MIN;

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
    sorted = null;
  }

  /// The time within which that share of the recent reads had begun.
  ///
  /// @param percent 1 to 100
  /// @return empty while too few are known
  public synchronized Optional<Duration> percentile(int percent) {
    var recent = recent();
    return recent.length < LEAST
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(recent[(recent.length * percent + 99) / 100 - 1]));
  }

  /// Every read asks several times between two that are observed.
  private long[] recent() {
    var now = clock.instant();
    var known = sorted;
    if (known == null || now.isAfter(sortedAt.plus(STALE)) || now.isBefore(sortedAt)) {
      var since = now.minus(MEMORY);
      known = new long[KEPT];
      var count = 0;
      for (int i = 0; i < KEPT; i++) {
        if (at[i].isAfter(since)) {
          known[count++] = nanos[i];
        }
      }
      known = Arrays.copyOf(known, count);
      Arrays.sort(known);
      sorted = known;
      sortedAt = now;
    }
    return known;
  }
}
