package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import network.flashback.gateway.write.Acknowledgement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A provider that takes pieces, gives receipts for them, and signs no revision of what it holds.
class UnsignedStoryTest extends GatewayStory {
  private static final long SEED = 12;

  /// Requests are signed with the real time, and may be a quarter of an hour off either way.
  private static final Duration EARLY = Duration.ofMinutes(-12);

  private static final Duration WITHIN = Duration.ofMinutes(18);
  private static final Duration REST = Duration.ofMinutes(3);

  UnsignedStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void makeBucket() throws Exception {
    world.clock.pass(EARLY);
    // Writes go on with two of three receipts.
    world.restart(
        new GatewayConfig.Durability(Duration.ZERO, Acknowledgement.of("k").orElseThrow(), false));
    s3 = world.client();
    s3.createBucket(b -> b.bucket(BUCKET));
    world.gateway().workNow();
  }

  @Test
  void whoSignsForNothingIsGivenNothingMoreAfter20MinutesAndAgainOnceItSigns() throws Exception {
    world.provider(0).signsNothing = true;
    put("unsigned", 2000);
    world.gateway().workNow();
    pass(WITHIN);
    put("within", 2000);
    assertThat(world.pieces(0)).hasSize(2);

    pass(REST);
    put("after", 2000);
    world.gateway().workNow();
    assertThat(world.pieces(0)).as("neither put nor repaired there").hasSize(2);
    assertThat(world.pieces(1)).hasSize(3);

    world.provider(0).signsNothing = false;
    world.gateway().workNow();
    world.gateway().workNow();
    assertThat(world.pieces(0)).as("repaired").hasSize(3);
  }

  @Test
  void aWriteThatNeedsItsReceiptIsRefusedAndNothingIsPutThere() throws Exception {
    world.restart(
        new GatewayConfig.Durability(
            Duration.ZERO, Acknowledgement.of("k+1").orElseThrow(), false));
    s3 = world.client();
    world.provider(0).signsNothing = true;
    put("unsigned", 2000);
    world.gateway().workNow();
    pass(WITHIN.plus(REST));
    assertThatThrownBy(() -> put("after", 2000))
        .isInstanceOfSatisfying(
            S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(503));
    assertThat(world.pieces(0)).hasSize(1);
  }

  private void pass(Duration time) {
    world.clock.pass(time);
    world.gateway().workNow();
  }
}
