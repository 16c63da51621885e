package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A provider that takes a read and does not go on with it.
class SlowLegStoryTest {
  private static final long SEED = Long.getLong("seed", 8);

  @TempDir Path disks;

  private final CountDownLatch goesOn = new CountDownLatch(1);
  private TestWorld world;
  private S3Client s3;
  private byte[] bytes;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed " + SEED);
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    bytes = new byte[3_000_000];
    new Random(SEED).nextBytes(bytes);
    s3.putObject(b -> b.bucket("photos").key("a"), RequestBody.fromBytes(bytes));
  }

  @AfterEach
  void stop() {
    goesOn.countDown();
    world.close();
  }

  @Test
  void aReadGoesOnWithAnotherLegAndGivesTheSlowOneUp() throws Exception {
    world.provider(0).stalled = goesOn;
    var before = counted("gateway_reads_hedged_total");
    var began = System.nanoTime();
    assertThat(get()).isEqualTo(bytes);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(counted("gateway_reads_hedged_total")).isGreaterThan(before);
    assertThat(counted("gateway_reads_hedged_won_total")).isPositive();
    assertThat(world.provider(0).givenUp.tryAcquire(30, TimeUnit.SECONDS))
        .as("the slow read was given up")
        .isTrue();
    // The piece is fine: it is not replaced.
    world.gateway().workNow();
    assertThat(
            TestDatabase.number(
                world.database(), "SELECT count(*) FROM pieces WHERE state = 'corrupt'"))
        .isZero();
  }

  private byte[] get() {
    return s3.getObjectAsBytes(b -> b.bucket("photos").key("a")).asByteArray();
  }

  private double counted(String metric) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var metrics =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + world.gateway().port() + "/metrics"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return metrics
          .lines()
          .filter(line -> line.startsWith(metric + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElseThrow();
    }
  }
}
