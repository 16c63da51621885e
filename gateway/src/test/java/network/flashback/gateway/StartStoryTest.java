package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import network.flashback.domain.storage.Redundancy;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.GatewayConfig.Durability;
import network.flashback.gateway.write.Acknowledgement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// An agreement is void, with what lies under it, when its first revision does not reach the chain
/// in time. So nothing is taken before.
class StartStoryTest {
  private static final byte[] BYTES = new byte[100_000];

  @TempDir Path disks;

  @Test
  void noByteIsTakenBeforeTheAgreementsHaveStarted() throws Exception {
    try (var world = TestWorld.twoOfThree(disks)) {
      var s3 = bucketOf(world);
      world.becomes(1, State.STARTING);
      assertThatThrownBy(() -> put(s3))
          .isInstanceOfSatisfying(
              S3Exception.class,
              refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused).hasMessageContaining("have not started");
              });
      assertThat(world.slots(0)).isEmpty();
      assertThat(world.slots(1)).isEmpty();
    }
  }

  @Test
  void anAgreementThatHasNotStartedIsBroughtToTheStartByItsEmptyRevision() throws Exception {
    try (var world = TestWorld.twoOfThree(disks)) {
      world.becomes(1, State.STARTING);
      world.gateway().workNow();
      assertThat(world.provider(1).lastSequence).isEqualTo(1);
      assertThat(world.provider(1).signed.leaves()).isZero();
    }
  }

  @Test
  void aWriteThatCameTooEarlyWaitsForTheStart() throws Exception {
    try (var world = TestWorld.twoOfThree(disks);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      world.restart(new Durability(Duration.ofMinutes(1), Acknowledgement.SPARE, false));
      var s3 = bucketOf(world);
      world.becomes(1, State.STARTING);
      var early = threads.submit(() -> put(s3));
      world.becomes(1, State.LIVE);
      early.get();
      assertThat(read(s3)).isEqualTo(BYTES);
      assertThat(world.slots(1)).hasSize(1);
    }
  }

  @Test
  void whereEnoughOthersHaveStartedALateLegGetsItsPiecesAfterItsStart() throws Exception {
    try (var world = new TestWorld(disks, Redundancy.of(2, 4), 1L << 32)) {
      var s3 = bucketOf(world);
      world.becomes(3, State.STARTING);
      put(s3);
      world.gateway().workNow();
      assertThat(world.slots(3)).isEmpty();
      world.becomes(3, State.LIVE);
      world.gateway().workNow();
      assertThat(world.slots(3)).hasSize(1);
      assertThat(read(s3)).isEqualTo(BYTES);
    }
  }

  private static S3Client bucketOf(TestWorld world) {
    var s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    return s3;
  }

  private static boolean put(S3Client s3) {
    s3.putObject(b -> b.bucket("photos").key("early"), RequestBody.fromBytes(BYTES));
    return true;
  }

  private static byte[] read(S3Client s3) {
    return s3.getObjectAsBytes(b -> b.bucket("photos").key("early")).asByteArray();
  }
}
