package network.flashback.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The names this endpoint answers to, and so how bucket and key are read from a request.
///
/// `bucket.domain/key` is virtual-host style for each configured base domain; any other host is
/// path style, `/bucket/key`.
///
/// @param baseDomains host names without port, such as `s3.example.org`; may be empty
public record S3Addressing(List<String> baseDomains) {
  private static final int KEY_BYTES_MAX = 1024;

  public S3Addressing {
    baseDomains = baseDomains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
  }

  /// Every request is path style.
  public static S3Addressing pathStyle() {
    return new S3Addressing(List.of());
  }

  /// Reads bucket and key from host and path.
  ///
  /// @throws S3Exception `InvalidURI`, `InvalidBucketName`, `KeyTooLongError`
  public S3Target targetOf(S3HttpRequest http) {
    String path = UriEncoding.decode(http.rawPath()).substring(1);
    String hostBucket = bucketInHost(http.headers().first("host").orElse(""));
    if (!hostBucket.isEmpty()) {
      return target(hostBucket, path);
    }
    if (path.isEmpty()) {
      return new S3Target.Service();
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? target(path, "")
        : target(path.substring(0, slash), path.substring(slash + 1));
  }

  /// The path, percent-encoded, as it is path style: `/bucket/key` for `/key` at a bucket's host.
  public String pathStyleOf(S3HttpRequest http) {
    String hostBucket = bucketInHost(http.headers().first("host").orElse(""));
    return hostBucket.isEmpty() ? http.rawPath() : "/" + hostBucket + http.rawPath();
  }

  private static S3Target target(String bucket, String key) {
    if (bucket.isEmpty()) {
      throw new S3Exception(S3Error.INVALID_BUCKET_NAME).with("BucketName", bucket);
    }
    if (key.isEmpty()) {
      return new S3Target.Bucket(bucket);
    }
    requireKey(key);
    return new S3Target.ObjectKey(bucket, key);
  }

  /// Refuses a key S3 could not hold: more than 1024 bytes of UTF-8, or none.
  static String requireKey(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > KEY_BYTES_MAX) {
      throw new S3Exception(S3Error.KEY_TOO_LONG)
          .with("Size", Integer.toString(bytes))
          .with("MaxSizeAllowed", Integer.toString(KEY_BYTES_MAX));
    }
    if (bytes == 0) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "The object key must not be empty.");
    }
    return key;
  }

  private String bucketInHost(String hostAndPort) {
    String host = withoutPort(hostAndPort.trim().toLowerCase(Locale.ROOT));
    for (String domain : baseDomains) {
      if (host.length() > domain.length() + 1 && host.endsWith("." + domain)) {
        return host.substring(0, host.length() - domain.length() - 1);
      }
    }
    return "";
  }

  private static String withoutPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return colon < 0 || hostAndPort.endsWith("]") ? hostAndPort : hostAndPort.substring(0, colon);
  }
}
