package network.flashback.benchmarks.put;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket at the gateway, used through the unmodified AWS SDK with its defaults.
final class Bucket implements AutoCloseable {
  private static final String NAME = "bench";
  private static final int TRIES = 50;
  private static final int TRY_MILLIS = 200;
  private static final int FORBIDDEN = 403;

  private final S3Client s3;

  private Bucket(S3Client s3) {
    this.s3 = s3;
  }

  /// Creates it; waits until the gateway has seen the key's grant on chain.
  static Bucket create(URI endpoint, KeyPair keys) throws InterruptedException {
    var bucket =
        new Bucket(
            S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(
                    UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKeyId(), keys.secret())))
                .build());
    for (int tries = 1; ; tries++) {
      try {
        bucket.s3.createBucket(request -> request.bucket(NAME));
        return bucket;
      } catch (S3Exception refused) {
        if (refused.statusCode() != FORBIDDEN || tries == TRIES) {
          bucket.close();
          throw refused;
        }
        Thread.sleep(TRY_MILLIS);
      }
    }
  }

  /// Stores `content` under `count` names.
  Duration put(String prefix, byte[] content, int count, int connections)
      throws InterruptedException {
    return elapsed(
        count,
        connections,
        number ->
            s3.putObject(
                request -> request.bucket(NAME).key(prefix + "/" + number),
                RequestBody.fromBytes(content)));
  }

  /// Fetches what [#put] stored, and refuses anything else.
  Duration fetch(String prefix, byte[] content, int count, int connections)
      throws InterruptedException {
    return elapsed(
        count,
        connections,
        number -> {
          String key = prefix + "/" + number;
          var object = s3.getObjectAsBytes(request -> request.bucket(NAME).key(key));
          if (!Arrays.equals(object.asByteArrayUnsafe(), content)) {
            throw new IllegalStateException("Object " + key + " came back different.");
          }
        });
  }

  private static Duration elapsed(int count, int connections, IntConsumer request)
      throws InterruptedException {
    try (var executor = Executors.newFixedThreadPool(connections)) {
      long began = System.nanoTime();
      var requests =
          IntStream.range(0, count)
              .<Future<?>>mapToObj(number -> executor.submit(() -> request.accept(number)))
              .toList();
      for (var sent : requests) {
        sent.get();
      }
      return Duration.ofNanos(System.nanoTime() - began);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A request failed.", failed.getCause());
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
