package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import network.flashback.gateway.history.Act;
import network.flashback.gateway.history.Act.Outcome;
import network.flashback.gateway.history.History;
import network.flashback.gateway.history.History.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Several clients on two gateways over one database: what they are answered must be explained by
/// one order, for every key.
class LinearizabilityTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int RUNS = Boolean.getBoolean("deep") ? 40 : 1;
  private static final int CLIENTS = 4;
  private static final int ACTS = 10;

  @TempDir Path disks;

  @Test
  void whatClientsOfTwoGatewaysSeeIsExplainedByOneOrder() throws Exception {
    System.out.println("seed " + SEED);
    try (var world = TestWorld.twoOfThree(disks);
        var second = world.second()) {
      world.client().createBucket(b -> b.bucket("photos"));
      for (int run = 0; run < RUNS; run++) {
        var steps = new ConcurrentHashMap<String, ConcurrentLinkedQueue<Step>>();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
          var s3 = i % 2 == 0 ? world.client() : world.client(second);
          var client = new Client(s3, new Random(SEED + 100L * run + i), steps, run, i);
          clients.add(Thread.ofVirtual().start(client::act));
        }
        for (Thread client : clients) {
          client.join();
        }
        var acts = steps.values().stream().mapToInt(ConcurrentLinkedQueue::size).sum();
        assertThat(acts).as("acts that count").isGreaterThan(CLIENTS * ACTS / 2);
        steps.forEach(
            (key, some) -> {
              var history = new History(List.copyOf(some));
              assertThat(history.isLinearizable())
                  .as("seed %d, key %s: %s", SEED, key, history)
                  .isTrue();
            });
      }
    }
  }

  /// One client that acts at random on two keys.
  private static final class Client {
    private final S3Client s3;
    private final Random random;
    private final Map<String, ConcurrentLinkedQueue<Step>> steps;
    private final int run;
    private final int number;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(String value, String etag) {}

    Client(
        S3Client s3,
        Random random,
        Map<String, ConcurrentLinkedQueue<Step>> steps,
        int run,
        int number) {
      this.s3 = s3;
      this.random = random;
      this.steps = steps;
      this.run = run;
      this.number = number;
    }

    void act() {
      for (int i = 0; i < ACTS; i++) {
        var key = "run-%d-key-%d".formatted(run, random.nextInt(2));
        var value = "value %d of client %d in run %d".formatted(i, number, run);
        var called = System.nanoTime();
        var act =
            switch (random.nextInt(8)) {
              case 0, 1, 2 -> read(key);
              case 3 -> delete(key);
              case 4 -> put(key, value, new Act.Always(), Optional.empty());
              case 5 -> put(key, value, new Act.Absent(), Optional.empty());
              case 6 -> replace(key, value);
              default -> complete(key, value);
            };
        var answered = System.nanoTime();
        act.ifPresent(
            one ->
                steps
                    .computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>())
                    .add(new Step(one, called, answered)));
      }
    }

    private Optional<Act> read(String key) {
      try {
        var answer = s3.getObjectAsBytes(b -> b.bucket("photos").key(key));
        var value = answer.asString(StandardCharsets.UTF_8);
        seen.put(key, new Seen(value, answer.response().eTag()));
        return Optional.of(new Act.Read(Optional.of(value)));
      } catch (S3Exception e) {
        // What a reader is told while an object is replaced says nothing about its value.
        return e.statusCode() == 404
            ? Optional.of(new Act.Read(Optional.empty()))
            : Optional.empty();
      }
    }

    private Optional<Act> delete(String key) {
      var outcome =
          outcome(
              () -> {
                var _ = s3.deleteObject(b -> b.bucket("photos").key(key));
              });
      return outcome.map(Act.Delete::new);
    }

    private Optional<Act> replace(String key, String value) {
      var known = seen.get(key);
      return known == null
          ? read(key)
          : put(key, value, new Act.Matches(known.value), Optional.of(known.etag));
    }

    private Optional<Act> put(
        String key, String value, Act.Condition condition, Optional<String> etag) {
      var outcome =
          outcome(
              () -> {
                var _ =
                    s3.putObject(
                        b -> {
                          b.bucket("photos").key(key);
                          etag.ifPresent(b::ifMatch);
                          if (condition instanceof Act.Absent) {
                            b.ifNoneMatch("*");
                          }
                        },
                        RequestBody.fromString(value));
              });
      return outcome.map(came -> new Act.Write(value, condition, came));
    }

    private Optional<Act> complete(String key, String value) {
      var upload = s3.createMultipartUpload(b -> b.bucket("photos").key(key)).uploadId();
      var etag =
          s3.uploadPart(
                  b -> b.bucket("photos").key(key).uploadId(upload).partNumber(1),
                  RequestBody.fromString(value))
              .eTag();
      var part = CompletedPart.builder().partNumber(1).eTag(etag).build();
      var outcome =
          outcome(
              () -> {
                var _ =
                    s3.completeMultipartUpload(
                        b ->
                            b.bucket("photos")
                                .key(key)
                                .uploadId(upload)
                                .multipartUpload(m -> m.parts(part)));
              });
      return outcome.map(came -> new Act.Write(value, new Act.Always(), came));
    }

    /// Empty for an answer that promises that nothing was done.
    private static Optional<Outcome> outcome(Runnable act) {
      try {
        act.run();
        return Optional.of(Outcome.DONE);
      } catch (S3Exception e) {
        return switch (e.statusCode()) {
          case 412, 404 -> Optional.of(Outcome.REFUSED);
          case 409 -> Optional.empty();
          default -> Optional.of(Outcome.UNKNOWN);
        };
      } catch (SdkException e) {
        return Optional.of(Outcome.UNKNOWN);
      }
    }
  }
}
