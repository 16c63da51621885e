package network.flashback.app.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The buckets of a key at an S3 endpoint, through the unmodified AWS SDK. Every refusal is an
/// IOException that says what the server said, and what to do about it.
public final class Buckets implements AutoCloseable {
  /// Of presigned requests (AWS: Authenticating Requests, X-Amz-Expires).
  public static final Duration SHARED_MOST = Duration.ofDays(7);

  private static final int PAGE = 1000;
  private static final Map<String, String> REMEDIES =
      Map.of(
          "InvalidAccessKeyId",
              "Take the pair that './flashback sla open' or './flashback keys' printed.",
          "SignatureDoesNotMatch", "The secret belongs to another key, or was cut when copied.",
          "NoSuchBucket",
              "'flashback bucket list' shows those of this key, 'bucket create' makes one.",
          "NoSuchKey", "'flashback bucket objects' lists the keys there are.",
          "BucketNotEmpty",
              "'flashback bucket remove NAME --prefix \"\" --yes' removes what is in it; of a bucket with versions, its lifecycle rules do.",
          "AccessDenied",
              "The grant of this key is over or revoked, or the bucket is another grant's: './flashback sla show' tells.");

  private final URI endpoint;
  private final S3Client s3;
  private final S3Presigner presigner;

  private Buckets(URI endpoint, S3Client s3, S3Presigner presigner) {
    this.endpoint = endpoint;
    this.s3 = s3;
    this.presigner = presigner;
  }

  /// Nothing is asked yet.
  ///
  /// @param secret of the access key; shown nowhere
  public static Buckets open(URI endpoint, String region, String accessKeyId, String secret) {
    var key = StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret));
    return new Buckets(
        endpoint,
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(key)
            .build(),
        S3Presigner.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(key)
            .build());
  }

  /// A bucket, and when it was made.
  public record Named(String name, Instant created) {}

  /// What a bucket is set to.
  ///
  /// @param versioning `Off`, `Enabled` or `Suspended`
  public record Settings(String versioning, Map<String, String> tags) {
    /// Keeps its own copy.
    public Settings {
      tags = new TreeMap<>(tags);
    }
  }

  /// An object, or, without a time, a folder: what keys have in common up to a slash.
  public record Entry(String key, long bytes, Optional<Instant> modified) {}

  /// What an upload or download moved.
  ///
  /// @param etag as the server told it, without quotes
  public record Moved(long bytes, String etag) {}

  public List<Named> list() throws IOException {
    return asked(s3::listBuckets).buckets().stream()
        .map(bucket -> new Named(bucket.name(), bucket.creationDate()))
        .toList();
  }

  public void create(String bucket) throws IOException {
    asked(() -> s3.createBucket(request -> request.bucket(bucket)));
  }

  /// Replaces all tags.
  public void tag(String bucket, Map<String, String> tags) throws IOException {
    var set =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    asked(
        () ->
            s3.putBucketTagging(
                request -> request.bucket(bucket).tagging(tagging -> tagging.tagSet(set))));
  }

  public void keepVersions(String bucket) throws IOException {
    asked(
        () ->
            s3.putBucketVersioning(
                request ->
                    request
                        .bucket(bucket)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
  }

  public Settings settings(String bucket) throws IOException {
    var status = asked(() -> s3.getBucketVersioning(request -> request.bucket(bucket))).status();
    return new Settings(status == null ? "Off" : status.toString(), tags(bucket));
  }

  private Map<String, String> tags(String bucket) throws IOException {
    try {
      var tags = new TreeMap<String, String>();
      s3.getBucketTagging(request -> request.bucket(bucket))
          .tagSet()
          .forEach(tag -> tags.put(tag.key(), tag.value()));
      return tags;
    } catch (AwsServiceException refused) {
      if ("NoSuchTagSet".equals(code(refused))) {
        return Map.of();
      }
      throw told(refused);
    } catch (SdkException failed) {
      throw unreachable(failed);
    }
  }

  public void delete(String bucket) throws IOException {
    asked(() -> s3.deleteBucket(request -> request.bucket(bucket)));
  }

  /// Objects whose keys begin with `prefix`, page by page in the order of their keys.
  ///
  /// @param folders whether keys with another slash behind the prefix are shown as their folder
  public void each(String bucket, String prefix, boolean folders, int most, Consumer<Entry> sink)
      throws IOException {
    String next = null;
    var left = most;
    do {
      var from = next;
      var size = Math.min(left, PAGE);
      var page =
          asked(
              () ->
                  s3.listObjectsV2(
                      request ->
                          request
                              .bucket(bucket)
                              .prefix(prefix)
                              .maxKeys(size)
                              .delimiter(folders ? "/" : null)
                              .continuationToken(from)));
      entries(page).forEach(sink);
      left -= size;
      next = page.nextContinuationToken();
    } while (next != null && left > 0);
  }

  private static List<Entry> entries(ListObjectsV2Response page) {
    var entries = new ArrayList<Entry>();
    page.commonPrefixes()
        .forEach(folder -> entries.add(new Entry(folder.prefix(), 0, Optional.empty())));
    page.contents()
        .forEach(
            one -> entries.add(new Entry(one.key(), one.size(), Optional.of(one.lastModified()))));
    return entries;
  }

  /// Up to 8 MiB in one request, above in parts; a failed upload leaves no parts behind.
  ///
  /// @param sent bytes so far
  public Moved upload(String bucket, String key, Path file, LongConsumer sent) throws IOException {
    var slices = FileSlice.of(file);
    if (slices.size() == 1) {
      var body = slices.getFirst().body(sent);
      var answer = asked(() -> s3.putObject(request -> request.bucket(bucket).key(key), body));
      return new Moved(slices.getFirst().length(), unquoted(answer.eTag()));
    }
    var upload =
        asked(() -> s3.createMultipartUpload(request -> request.bucket(bucket).key(key)))
            .uploadId();
    try {
      var parts = new ArrayList<CompletedPart>();
      for (var slice : slices) {
        parts.add(part(bucket, key, upload, parts.size() + 1, slice.body(sent)));
      }
      var whole =
          asked(
              () ->
                  s3.completeMultipartUpload(
                      request ->
                          request
                              .bucket(bucket)
                              .key(key)
                              .uploadId(upload)
                              .multipartUpload(completed -> completed.parts(parts))));
      return new Moved(slices.getLast().end(), unquoted(whole.eTag()));
    } catch (IOException | RuntimeException failed) {
      abort(bucket, key, upload, failed);
      throw failed;
    }
  }

  private CompletedPart part(String bucket, String key, String upload, int number, RequestBody body)
      throws IOException {
    var answer =
        asked(
            () ->
                s3.uploadPart(
                    request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                    body));
    return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
  }

  private void abort(String bucket, String key, String upload, Exception because) {
    try {
      s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException alsoFailed) {
      because.addSuppressed(alsoFailed);
    }
  }

  /// An object being read; its checksum is compared as far as the server tells one.
  public record Content(InputStream body, long bytes, String etag) implements AutoCloseable {
    /// The body, which tells how far reading has come.
    public InputStream counted(LongConsumer received) {
      return new CountedInput(body, received);
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  public Content open(String bucket, String key) throws IOException {
    var object = asked(() -> s3.getObject(request -> request.bucket(bucket).key(key)));
    var told = object.response();
    return new Content(object, told.contentLength(), unquoted(told.eTag()));
  }

  /// Writes an object to a file that appears whole or not at all.
  ///
  /// @param content closed by the caller
  public static Moved save(Content content, Path file, LongConsumer received) throws IOException {
    var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    var part = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      try (var body = content.counted(received)) {
        Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return new Moved(Files.size(file), content.etag());
    } catch (SdkException changed) {
      throw new IOException("What came is not what was sent: " + changed.getMessage(), changed);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  public void remove(String bucket, String key) throws IOException {
    asked(() -> s3.deleteObject(request -> request.bucket(bucket).key(key)));
  }

  /// An address that lets whoever has it read an object, or write one, until the time is over.
  ///
  /// @param lasts at most {@link #SHARED_MOST}
  public URI share(String bucket, String key, Duration lasts, boolean upload) {
    var address =
        upload
            ? presigner
                .presignPutObject(
                    ask ->
                        ask.signatureDuration(lasts)
                            .putObjectRequest(put -> put.bucket(bucket).key(key)))
                .url()
            : presigner
                .presignGetObject(
                    ask ->
                        ask.signatureDuration(lasts)
                            .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url();
    return URI.create(address.toString());
  }

  @Override
  public void close() {
    presigner.close();
    s3.close();
  }

  private <T> T asked(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (AwsServiceException refused) {
      throw told(refused);
    } catch (SdkException failed) {
      throw unreachable(failed);
    }
  }

  private static RefusedException told(AwsServiceException refused) {
    var code = code(refused);
    var details = Optional.ofNullable(refused.awsErrorDetails());
    var said =
        details.map(d -> d.errorMessage()).orElse("the server answered " + refused.statusCode());
    return new RefusedException(
        refused.statusCode(), (code + ": " + said + " " + REMEDIES.getOrDefault(code, "")).strip());
  }

  private static String code(AwsServiceException refused) {
    return Optional.ofNullable(refused.awsErrorDetails())
        .map(details -> details.errorCode())
        .orElse("HTTP " + refused.statusCode());
  }

  private IOException unreachable(SdkException failed) {
    return new IOException(
        "No answer from %s. Does it run ('./flashback up')? Another is named by --endpoint"
            .formatted(endpoint),
        failed);
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }
}
