package network.flashback.providers.s3compatible;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The connections to a bucket, which its server may end at any time, also under a request.
final class Connections {
  /// Bodies up to this many bytes are held while they are sent. Larger ones cannot be begun again,
  /// and are sent only when the server has said that it waits for them, or said nothing for some
  /// seconds.
  static final int HELD_BYTES_MAX = 64 << 10;

  /// More than anybody asks for at once: waiting is the business of callers.
  private static final int CONNECTIONS_MAX = 4096;

  private Connections() {}

  static S3Client open(S3Bucket bucket, AwsCredentialsProvider key) {
    return S3Client.builder()
        .endpointOverride(bucket.endpoint())
        .region(Region.of(bucket.region()))
        .credentialsProvider(key)
        .forcePathStyle(bucket.pathStyle())
        .serviceConfiguration(s3 -> s3.expectContinueThresholdInBytes(HELD_BYTES_MAX + 1L))
        // Checksum trailers came late to S3, and many servers lack them.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(
            Apache5HttpClient.builder()
                // The threshold above decides, and not the client for all bodies.
                .expectContinueEnabled(false)
                .maxConnections(CONNECTIONS_MAX)
                .connectionAcquisitionTimeout(bucket.patience())
                .connectionTimeout(bucket.patience())
                .socketTimeout(bucket.patience()))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /// Asks, and asks once more when the connection ended before the answer was there: most often it
  /// was dead before the request was written to it.
  static <T> T ask(Supplier<T> request) {
    return ask(request, () -> true);
  }

  /// The same for a request that can be made again only sometimes.
  ///
  /// @param again prepares that, or tells that it cannot be
  static <T> T ask(Supplier<T> request, BooleanSupplier again) {
    try {
      return whole(request);
    } catch (SdkClientException e) {
      if (!broke(e) || !again.getAsBoolean()) {
        throw e;
      }
      return whole(request);
    }
  }

  /// The SDK tells of an answer that ended within its XML in words of its own.
  private static <T> T whole(Supplier<T> request) {
    try {
      return request.get();
    } catch (UncheckedIOException e) {
      throw SdkClientException.create("the answer broke off: " + e.getMessage(), e.getCause());
    }
  }

  /// Waiting in vain, and nobody there, are answers of a kind; to ask again only takes longer.
  private static boolean broke(SdkClientException e) {
    var cause = e.getCause();
    return cause instanceof IOException
        && !(cause instanceof InterruptedIOException)
        && !(cause instanceof ConnectException)
        && !Thread.currentThread().isInterrupted();
  }
}
