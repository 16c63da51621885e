package network.flashback.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The real time, or as much later as a test turns it.
final class TestClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(ahead);
  }

  void turn(Duration by) {
    ahead = by;
  }
}
