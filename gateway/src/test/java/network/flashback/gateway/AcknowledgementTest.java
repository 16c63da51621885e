package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import network.flashback.domain.storage.Redundancy;
import network.flashback.gateway.GatewayConfig.Durability;
import network.flashback.gateway.write.Acknowledgement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/// How many legs must have a write before it is acknowledged, and what repair does afterwards.
class AcknowledgementTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 9);

  AcknowledgementTest() {
    super(SEED);
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void eachLevelNamesItsReceiptsAndTheCopiesThatSurviveAsMuch() {
    var code = Redundancy.of(4, 6);
    assertThat(Acknowledgement.READABLE.receipts(code)).isEqualTo(4);
    assertThat(Acknowledgement.SPARE.receipts(code)).isEqualTo(5);
    assertThat(Acknowledgement.WHOLE.receipts(code)).isEqualTo(6);
    assertThat(Acknowledgement.READABLE.copies(code)).isEqualTo(1);
    assertThat(Acknowledgement.SPARE.copies(code)).isEqualTo(2);
    assertThat(Acknowledgement.WHOLE.copies(code)).isEqualTo(3);
    assertThat(Acknowledgement.SPARE.receipts(Redundancy.of(1, 1))).isEqualTo(1);
    assertThat(Acknowledgement.of("most")).isEmpty();
  }

  @Test
  void withOneLegDownABucketThatWantsNoMoreThanReadableStillTakesWrites() throws Exception {
    world.provider(2).down = true;
    assertThatThrownBy(() -> put("a", 1000)).isInstanceOf(S3Exception.class);
    tag("k");
    var bytes = put("a", 100_000);
    assertThat(get("a")).isEqualTo(bytes);
    world.provider(2).down = false;
    world.clock.pass(Duration.ofSeconds(10));
    world.gateway().workNow();
    world.provider(0).down = true;
    assertThat(get("a")).as("repair has put what was missing").isEqualTo(bytes);
  }

  @Test
  void theLevelOfAllBucketsIsTheGatewaysAndATagGoesBeforeIt() throws Exception {
    world.restart(new Durability(Duration.ZERO, Acknowledgement.READABLE, false));
    s3 = world.client();
    world.provider(1).down = true;
    var bytes = put("a", 1000);
    assertThat(get("a")).isEqualTo(bytes);
    tag("n");
    assertThatThrownBy(() -> put("b", 1000)).isInstanceOf(S3Exception.class);
  }

  @Test
  void aLevelThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> tag("2 of 3")).hasMessageContaining("must be k, k+1 or n");
  }

  @Test
  void whicheverLegFailsWheneverNothingAcknowledgedIsLost() throws Exception {
    System.out.println("seed " + SEED);
    tag("k");
    var acknowledged = new HashMap<String, byte[]>();
    for (int i = 0; i < 12; i++) {
      var leg = random.nextInt(3);
      world.provider(leg).failAfterPuts(random.nextInt(3));
      var key = "key-" + random.nextInt(6);
      try {
        acknowledged.put(key, put(key, 1 + random.nextInt(50_000)));
      } catch (S3Exception refused) {
        assertThat(refused.statusCode()).isEqualTo(503);
      }
      world.provider(leg).failAfterPuts(Integer.MAX_VALUE);
      world.clock.pass(Duration.ofSeconds(10));
      if (random.nextInt(3) == 0) {
        world.restart();
        s3 = world.client();
      }
      world.gateway().workNow();
    }
    for (int down = 0; down < 3; down++) {
      world.provider(down).down = true;
      for (var entry : acknowledged.entrySet()) {
        assertThat(get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
      }
      world.provider(down).down = false;
    }
  }

  private void tag(String level) {
    s3.putBucketTagging(
        b ->
            b.bucket("photos")
                .tagging(
                    t -> t.tagSet(Tag.builder().key(Acknowledgement.TAG).value(level).build())));
  }
}
