package network.flashback.market.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How many requests a visitor may send.
class VisitsTest {
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void aMinutesRequestsMayComeAtOnceAndThenAsManyAsTheBucketFills() {
    var visits = new Visits(new RateLimits(6, 0), clock);
    for (var left = 5; left >= 0; left--) {
      var standing = visits.anonymous("192.0.2.1");
      assertThat(standing.isAllowed()).isTrue();
      assertThat(standing.left()).isEqualTo(left);
    }

    var refused = visits.anonymous("192.0.2.1");

    assertThat(refused.isAllowed()).isFalse();
    assertThat(refused.secondsToNext()).isEqualTo(10);
    assertThat(refused.policyHeader()).isEqualTo("\"address\";q=6;w=60");
    assertThat(refused.header()).isEqualTo("\"address\";r=0;t=10");
    assertThat(visits.anonymous("192.0.2.2").isAllowed()).as("somebody else").isTrue();
    now = now.plusSeconds(9);
    assertThat(visits.anonymous("192.0.2.1").isAllowed()).isFalse();
    now = now.plusSeconds(1);
    assertThat(visits.anonymous("192.0.2.1").isAllowed()).isTrue();
    assertThat(visits.anonymous("192.0.2.1").isAllowed()).isFalse();
  }

  @Test
  void neverMoreThanTwoMinutesRequestsPassInAMinute() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var visits = new Visits(new RateLimits(100, 0), clock);
    var end = now.plusSeconds(60);
    var passed = 0;
    while (now.isBefore(end)) {
      passed += visits.anonymous("192.0.2.1").isAllowed() ? 1 : 0;
      now = now.plusMillis(random.nextInt(40));
    }

    assertThat(passed).as("seed %d", seed).isBetween(190, 200);
  }

  @Test
  void aClockThatIsSetBackFillsNothing() {
    var visits = new Visits(new RateLimits(1, 0), clock);
    visits.anonymous("192.0.2.1");
    now = now.minusSeconds(3_600);

    assertThat(visits.anonymous("192.0.2.1").isAllowed()).isFalse();
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOneVisitor() {
    var visits = new Visits(new RateLimits(1, 0), clock);
    visits.anonymous("2001:db8::1");

    assertThat(visits.anonymous("2001:db8::ffff:2").isAllowed()).isFalse();
    assertThat(visits.anonymous("2001:db8:0:1::1").isAllowed()).isTrue();
  }

  @Test
  void whoCameLongestAgoIsForgottenFirst() {
    var visits = new Visits(new RateLimits(1, 0), 2, clock);
    visits.anonymous("192.0.2.1");
    visits.anonymous("192.0.2.2");
    visits.anonymous("192.0.2.3");

    assertThat(visits.anonymous("192.0.2.3").isAllowed()).isFalse();
    assertThat(visits.anonymous("192.0.2.1").isAllowed()).isTrue();
  }

  @Test
  void noBoundIsNoBound() {
    var visits = new Visits(RateLimits.NONE, clock);
    for (var i = 0; i < 10_000; i++) {
      assertThat(visits.anonymous("192.0.2.1").isAllowed()).isTrue();
    }
    assertThat(visits.anonymous("192.0.2.1").isBounded()).isFalse();
  }
}
