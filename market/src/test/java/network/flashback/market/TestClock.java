package network.flashback.market;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The real time, or as much later as a test turns it, or stopped.
final class TestClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  private volatile Optional<Instant> stopped = Optional.empty();

  @Override
  public Instant instant() {
    return stopped.orElseGet(() -> Clock.systemUTC().instant().plus(ahead));
  }

  /// Until it is turned.
  void stop() {
    stopped = Optional.of(instant());
  }

  void turn(Duration by) {
    ahead = by;
    stopped = Optional.empty();
  }
}
