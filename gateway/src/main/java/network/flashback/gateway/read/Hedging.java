package network.flashback.gateway.read;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.gateway.legs.Latencies;

/// When a read asks one leg more than it needs, because one of those it asked is slow.
///
/// Each leg is given the time in which nineteen of twenty of its recent reads had begun. What is
/// read in vain stays within a twentieth of what is read: every byte that was needed earns a
/// twentieth of a byte, and a hedge spends what it may cost at most.
public final class Hedging {
  /// Shorter waits are noise of the scheduler.
  static final Duration SHORTEST = Duration.ofMillis(20);

  /// Longer than this a client is not kept waiting, also while nothing is known of a leg.
  static final Duration LONGEST = Duration.ofMillis(500);

  /// After that long a leg counts as failed, and another one is asked whatever it costs.
  static final Duration SILENCE = Duration.ofSeconds(2);

  private static final int PERCENTILE = 95;

  /// Bytes that earn one byte of hedges.
  private static final long EARNING = 20;

  /// What a gateway may spend before it has read anything.
  static final long FIRST_BYTES = 8L << 20;

  /// Nobody saves up for a storm of hedges.
  static final long SAVED_MAX = 64L << 20;

  /// A leg this many times slower than the fastest one of a segment is asked after the others.
  private static final int SLOW = 4;

  private final AtomicLong savedTwentieths = new AtomicLong(FIRST_BYTES * EARNING);
  private final AtomicLong hedged = new AtomicLong();
  private final AtomicLong won = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong vainBytes = new AtomicLong();
  private final ReadAhead ahead = new ReadAhead();

  /// How far legs may be ahead of their readers.
  ReadAhead ahead() {
    return ahead;
  }

  /// How long these legs are waited for before another one is asked.
  static Duration patience(Collection<Latencies> waitedFor) {
    var longest =
        waitedFor.stream()
            .map(leg -> leg.percentile(PERCENTILE).orElse(LONGEST))
            .max(Comparator.naturalOrder())
            .orElse(LONGEST);
    return longest.compareTo(LONGEST) > 0
        ? LONGEST
        : longest.compareTo(SHORTEST) < 0 ? SHORTEST : longest;
  }

  /// 0 for a leg as fast as others, 1 for one that is much slower than the fastest of them.
  static int slowness(Latencies leg, Duration fastest) {
    return leg.percentile(50)
            .filter(median -> median.compareTo(fastest.multipliedBy(SLOW).plus(SHORTEST)) > 0)
            .isPresent()
        ? 1
        : 0;
  }

  /// The median of the fastest of these legs; long where nothing is known.
  static Duration fastest(Collection<Latencies> legs) {
    return legs.stream()
        .flatMap(leg -> leg.percentile(50).stream())
        .min(Comparator.naturalOrder())
        .orElse(LONGEST);
  }

  /// Spends what a hedge may cost.
  ///
  /// @return false when there is not that much
  boolean spend(long bytes) {
    var cost = bytes * EARNING;
    var before = savedTwentieths.getAndUpdate(saved -> saved >= cost ? saved - cost : saved);
    var granted = before >= cost;
    (granted ? hedged : refused).incrementAndGet();
    return granted;
  }

  /// To be told of bytes that a read needed.
  void earn(long bytes) {
    savedTwentieths.updateAndGet(saved -> Math.min(SAVED_MAX * EARNING, saved + bytes));
  }

  /// To be told of each leg that was given up because others were faster.
  ///
  /// @param hedge whether it was the one that was asked later
  /// @param bytes of it that had come
  void givenUp(boolean hedge, long bytes) {
    vainBytes.addAndGet(bytes);
    if (!hedge) {
      won.incrementAndGet();
    }
  }

  /// Legs that were asked because another one was slow.
  public long hedged() {
    return hedged.get();
  }

  /// Of those, how many were faster than the one they were asked for.
  public long won() {
    return won.get();
  }

  /// How often none was asked, since too much had been read in vain.
  public long refused() {
    return refused.get();
  }

  /// Bytes that were read in vain.
  public long vainBytes() {
    return vainBytes.get();
  }
}
