package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A client that asks for a large object and takes nothing of it for a while. What providers sent
/// and nobody took would be unpaid meanwhile, and refused to everybody else.
class SlowClientStoryTest {
  private static final long SEED = Long.getLong("seed", 9);

  /// More than connections and buffers on the way to a client hold.
  private static final int BYTES = 60_000_000;

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @TempDir Path disks;

  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed " + SEED);
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("films"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void legsAskForNoMoreThanTheyTakeWhileTheirReaderWaits() throws Exception {
    var bytes = new byte[BYTES];
    new Random(SEED).nextBytes(bytes);
    s3.putObject(b -> b.bucket("films").key("a"), RequestBody.fromBytes(bytes));

    try (var answer = s3.getObject(b -> b.bucket("films").key("a"))) {
      long deadline = System.nanoTime() + WITHIN.toNanos();
      while (waiting() > 0) {
        assertThat(System.nanoTime()).as("bytes that nobody takes").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(asked()).isBetween(1L, BYTES - 1L);
      assertThat(answer.readAllBytes()).isEqualTo(bytes);
    }
  }

  private long asked() {
    return IntStream.range(0, 3).mapToLong(leg -> world.provider(leg).asked.get()).sum();
  }

  /// Asked for and not taken, by all legs.
  private long waiting() {
    long taken = IntStream.range(0, 3).mapToLong(leg -> world.provider(leg).taken.get()).sum();
    return asked() - taken;
  }
}
