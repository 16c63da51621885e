package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoredName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Revisions while writes at a leg never pause: what stood at a mark is signed.
class UnpausedStoryTest extends GatewayStory {
  private static final long SEED = 11;
  private static final int ROUNDS = 12;

  private final AtomicInteger written = new AtomicInteger();

  UnpausedStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
    world.gateway().workNow();
  }

  @Test
  void whatIsWrittenIsSignedAlthoughSomethingIsAlwaysUnderWay() throws Exception {
    var before = world.provider(0).lastSequence;
    try (var unanswered = new Unanswered()) {
      for (int round = 0; round < ROUNDS; round++) {
        unanswered.another();
        world.gateway().workNow();
      }
      assertThat(world.provider(0).lastSequence).isGreaterThan(before);
      assertThat(world.provider(0).signed.leaves()).isPositive();
    }
    world.gateway().workNow();
    assertThat(world.provider(0).signed).isEqualTo(world.provider(0).held());
  }

  @Test
  void whatIsDeletedWhileItIsListedIsSignedAsItStood() throws Exception {
    put("doomed", 2000);
    world.gateway().workNow();
    try (var unanswered = new Unanswered()) {
      world.provider(0).onMarkedSlots =
          () -> {
            world.provider(0).onMarkedSlots = () -> {};
            s3.deleteObject(b -> b.bucket(BUCKET).key("doomed"));
          };
      var before = world.provider(0).lastSequence;
      for (int round = 0; round < ROUNDS; round++) {
        unanswered.another();
        world.gateway().workNow();
      }
      assertThat(world.provider(0).lastSequence).isGreaterThan(before);
    }
  }

  @Test
  void aPieceThatNobodyPutIsNeverSignedAndIsRemoved() throws Exception {
    var stranger = new StoredName(Bytes32.of(4711));
    try (var unanswered = new Unanswered()) {
      world.provider(0).put(stranger, 3, new ByteArrayInputStream(new byte[3]));
      var before = world.provider(0).lastSequence;
      for (int round = 0; round < ROUNDS && world.provider(0).find(stranger).isPresent(); round++) {
        unanswered.another();
        world.gateway().workNow();
      }
      assertThat(world.provider(0).find(stranger)).isEmpty();
      assertThat(world.provider(0).lastSequence).isEqualTo(before);
    }
  }

  @Test
  void aPieceThatTheProviderLostIsPutAgainAlthoughWritesNeverPause() throws Exception {
    var bytes = put("kept", 500_000);
    world.gateway().workNow();
    var lost = world.slots(0).firstEntry().getValue().name();
    try (var unanswered = new Unanswered()) {
      world.provider(0).delete(lost);
      for (int round = 0; round < ROUNDS; round++) {
        unanswered.another();
        world.gateway().workNow();
      }
    }
    world.provider(1).down = true;
    assertThat(get("kept")).isEqualTo(bytes);
  }

  @Test
  void whoseMarksAreSignedIsGivenPiecesForLongerThanWhoSignsNothing() throws Exception {
    // Requests are signed with the real time, and may be a quarter of an hour off either way.
    world.clock.pass(Duration.ofMinutes(-12));
    world.restart();
    s3 = world.client();
    world.gateway().workNow();
    var before = world.provider(0).lastSequence;
    try (var unanswered = new Unanswered()) {
      for (int round = 0; round < ROUNDS; round++) {
        unanswered.another();
        world.clock.pass(Duration.ofMinutes(2));
        world.gateway().workNow();
      }
      assertThat(world.provider(0).lastSequence).isGreaterThan(before);
      unanswered.another();
    }
  }

  /// A write whose receipt comes only when another is under way already.
  private final class Unanswered implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private CountDownLatch last = new CountDownLatch(0);

    void another() throws InterruptedException {
      var release = new CountDownLatch(1);
      world.provider(0).nextReceipt.set(release);
      var key = "unpaused/" + written.incrementAndGet();
      threads.execute(() -> put(key, 1000));
      assertThat(world.provider(0).withheld.tryAcquire(1, TimeUnit.MINUTES))
          .as("the provider is given the piece")
          .isTrue();
      last.countDown();
      last = release;
    }

    @Override
    public void close() {
      last.countDown();
      threads.close();
    }
  }
}
