package network.flashback.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The real time, moved on by hand.
final class TestClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  void pass(Duration time) {
    ahead = ahead.plus(time);
  }
}
