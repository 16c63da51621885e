package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Everything in a bucket, read byte for byte and held against what it must be.
final class Inventory {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LiveSla sla;
  private final long seed;

  Inventory(LiveSla sla, long seed) {
    this.sla = sla;
    this.seed = seed;
  }

  void require(Map<String, Writer.Fate> expected) throws Exception {
    try (var s3 = sla.s3()) {
      var found = new HashMap<String, Long>();
      for (var entry : expected.entrySet()) {
        var key = entry.getKey();
        var object = read(s3, key);
        assertThat(isPossible(entry.getValue(), object))
            .as(
                "seed %d: %s is %s, but must be one of %s",
                seed,
                key,
                object.map(bytes -> bytes.length + " bytes of something else").orElse("absent"),
                entry.getValue().possible())
            .isTrue();
        object.ifPresent(bytes -> found.put(key, (long) bytes.length));
      }
      assertThat(listed(s3)).as("seed %d: the listing", seed).isEqualTo(found);
    }
  }

  private static boolean isPossible(Writer.Fate fate, Optional<byte[]> object) {
    return fate.possible().stream()
        .anyMatch(
            content ->
                content.isPresent() == object.isPresent()
                    && content
                        .map(wanted -> Arrays.equals(wanted.bytes(), object.orElseThrow()))
                        .orElse(true));
  }

  private static Optional<byte[]> read(S3Client s3, String bucket, String key) {
    try {
      return Optional.of(s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray());
    } catch (NoSuchKeyException absent) {
      return Optional.empty();
    }
  }

  /// Just after a start the gateway may still be looking for its nodes; absence it knows at once.
  private Optional<byte[]> read(S3Client s3, String key) throws Exception {
    return Eventually.answers(
        "seed " + seed + ": reading " + key,
        PATIENCE,
        () -> {
          try {
            return Optional.of(read(s3, sla.bucket(), key));
          } catch (S3Exception | SdkClientException notNow) {
            return Optional.empty();
          }
        });
  }

  private Map<String, Long> listed(S3Client s3) {
    var listed = new HashMap<String, Long>();
    s3.listObjectsV2Paginator(r -> r.bucket(sla.bucket()).maxKeys(50))
        .contents()
        .forEach(object -> listed.put(object.key(), object.size()));
    return listed;
  }
}
