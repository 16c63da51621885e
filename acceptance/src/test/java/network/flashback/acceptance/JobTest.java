package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import network.flashback.app.network.Member;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A native bucket moves from one SLA to another on a running network, and its gateway is killed
/// half-way. Another process waits half a minute for the lease of the first: part of the slow
/// depth.
@Tag("deep")
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class JobTest {
  private static final long SEED = 18;
  private static final int EPOCHS = 25;
  private static final int OBJECTS = 40;

  /// Large enough for a file of its own at a node.
  private static final int LARGE_BYTES = 5 << 20;

  private static final int SMALL_BYTES = 50_000;

  /// Slow enough that somebody sees it half done.
  private static final int BYTES_PER_SECOND = 400_000;

  private static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);

  @Test
  void aMigrationOutlivesTheKillOfItsGatewayAndLosesNothing(TestNetwork network) throws Exception {
    System.out.printf("job with seed %d%n", SEED);
    var slas = LiveSla.openMirrors(network, EPOCHS);
    try (var from = slas.getFirst();
        var s3 = from.s3();
        var there = slas.getLast().s3()) {
      var bucket = from.bucket();
      var layout =
          software.amazon.awssdk.services.s3.model.Tag.builder()
              .key("flashback:layout")
              .value("native")
              .build();
      s3.putBucketTagging(b -> b.bucket(bucket).tagging(t -> t.tagSet(layout)));
      var expected = written(s3, bucket);
      for (Member holder : from.holders()) {
        assertThat(
                lieAt(network.plan().folder(holder), Objects.requireNonNull(expected.get("large"))))
            .as("a file of %s is the object", holder.name())
            .isTrue();
      }

      var to = slas.getLast().id().toString();
      var started =
          job(
              network,
              "start",
              "migrate",
              "--bucket",
              bucket,
              "--to",
              to,
              "--rate",
              Integer.toString(BYTES_PER_SECOND));
      var id = started.out().strip();
      Eventually.holds(
          "the middle of the job",
          BEGUN_WITHIN,
          () -> {
            var done = shown(network, id).path("itemsDone").asInt();
            return done > 2 && done < OBJECTS;
          });
      assertThat(network.processes().kill(Member.GATEWAY)).isTrue();
      network.network().start(Member.GATEWAY);

      Eventually.holds(
          "the end of the job",
          DONE_WITHIN,
          () -> shown(network, id).path("state").asText().equals("done"));
      var job = shown(network, id);
      assertThat(job.path("itemsDone").asInt()).isEqualTo(OBJECTS);
      assertThat(job.path("failures").asInt()).isZero();
      for (var entry : expected.entrySet()) {
        assertThat(there.getObjectAsBytes(b -> b.bucket(bucket).key(entry.getKey())).asByteArray())
            .as(entry.getKey())
            .isEqualTo(entry.getValue());
      }
    }
  }

  private static Map<String, byte[]> written(S3Client s3, String bucket) {
    var random = new Random(SEED);
    var expected = new TreeMap<String, byte[]>();
    for (int i = 0; i < OBJECTS; i++) {
      var bytes = new byte[i == 0 ? LARGE_BYTES : SMALL_BYTES];
      random.nextBytes(bytes);
      var key = i == 0 ? "large" : "key-%02d".formatted(i);
      s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
      expected.put(key, bytes);
    }
    return expected;
  }

  private static boolean lieAt(Path folder, byte[] bytes) throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Cli job(TestNetwork network, String verb, String... arguments) {
    var config = network.plan().configuration(Member.GATEWAY).toString();
    var all = new ArrayList<>(List.of("job", verb, "--config", config));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  private static JsonNode shown(TestNetwork network, String id) throws Exception {
    var answer = job(network, "show", id, "--json");
    return new ObjectMapper().readTree(answer.out().isBlank() ? "{}" : answer.out());
  }
}
