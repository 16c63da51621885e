package network.flashback.market.visit;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Counts requests by visitor: each has a bucket that holds a minute's requests and fills evenly.
///
/// Kept in memory, for as many visitors as there is room for; who came longest ago is forgotten
/// first, and begins anew with a full bucket.
final class Buckets {
  private static final long MINUTE_MILLIS = 60_000;

  private final String policy;
  private final int perMinute;
  private final int visitorsMax;
  private final InstantSource clock;
  private final ReentrantLock one = new ReentrantLock();
  private final Map<String, Level> levels = new LinkedHashMap<>(16, 0.75f, true);

  /// @param policy its name on the wire
  Buckets(String policy, int perMinute, int visitorsMax, InstantSource clock) {
    this.policy = policy;
    this.perMinute = perMinute;
    this.visitorsMax = visitorsMax;
    this.clock = clock;
  }

  /// @param millis what the bucket holds, in milliseconds of filling: a request is worth 60,000 /
  ///   perMinute of them, kept whole by counting them times perMinute
  private record Level(long millis, long at) {}

  /// Takes one request out of a visitor's bucket, unless it is empty.
  Standing take(String visitor) {
    return at(visitor, 1);
  }

  /// Looks without taking.
  Standing look(String visitor) {
    return at(visitor, 0);
  }

  private Standing at(String visitor, int requests) {
    if (perMinute == 0) {
      return Standing.UNBOUNDED;
    }
    var now = clock.millis();
    var full = MINUTE_MILLIS * perMinute;
    one.lock();
    try {
      var known = levels.getOrDefault(visitor, new Level(full, now));
      // A clock that was set back fills nothing.
      var passed = Math.min(Math.max(0, now - known.at()), MINUTE_MILLIS);
      var held = Math.min(full, known.millis() + passed * perMinute);
      var isAllowed = held >= MINUTE_MILLIS;
      var left = isAllowed ? held - requests * MINUTE_MILLIS : held;
      levels.put(visitor, new Level(left, now));
      if (levels.size() > visitorsMax) {
        levels.remove(levels.keySet().iterator().next());
      }
      return standing(isAllowed, left);
    } finally {
      one.unlock();
    }
  }

  private Standing standing(boolean isAllowed, long left) {
    var missing = MINUTE_MILLIS - left % MINUTE_MILLIS;
    var untilNext = Math.ceilDiv(Math.ceilDiv(missing, perMinute), 1_000);
    return new Standing(policy, perMinute, isAllowed, left / MINUTE_MILLIS, untilNext);
  }
}
