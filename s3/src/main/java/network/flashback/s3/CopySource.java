package network.flashback.s3;

import java.util.Optional;

/// The object a copy reads: `x-amz-copy-source` and the conditions put on it.
///
/// @param versionId a version of it, or the current one
/// @param conditions `x-amz-copy-source-if-*`
/// @param range `x-amz-copy-source-range`, whole bytes only: `bytes=first-last`
public record CopySource(
    String bucket,
    String key,
    Optional<String> versionId,
    Conditions conditions,
    Optional<ByteRange.FromTo> range) {

  static CopySource parse(String header, S3Headers headers) {
    String source = header.trim();
    String version = "";
    int question = source.indexOf("?versionId=");
    if (question >= 0) {
      version = UriEncoding.decode(source.substring(question + "?versionId=".length()));
      source = source.substring(0, question);
    }
    String path = decoded(source);
    path = path.startsWith("/") ? path.substring(1) : path;
    int slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT,
              "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
          .with("ArgumentName", "x-amz-copy-source")
          .with("ArgumentValue", header);
    }
    return new CopySource(
        path.substring(0, slash),
        S3Addressing.requireKey(path.substring(slash + 1)),
        version.isEmpty() ? Optional.empty() : Optional.of(version),
        Conditions.ofCopySource(headers),
        headers.first("x-amz-copy-source-range").map(CopySource::range));
  }

  private static String decoded(String source) {
    try {
      return UriEncoding.decode(S3Headers.decode(source));
    } catch (S3Exception notEncoded) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid copy source encoding", notEncoded)
          .with("ArgumentName", "x-amz-copy-source")
          .with("ArgumentValue", source);
    }
  }

  private static ByteRange.FromTo range(String value) {
    if (ByteRange.parse(value).orElse(null) instanceof ByteRange.FromTo whole) {
      return whole;
    }
    throw new S3Exception(
            S3Error.INVALID_ARGUMENT,
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
                + " last are the zero-based offsets of the first and last bytes to copy")
        .with("ArgumentName", "x-amz-copy-source-range")
        .with("ArgumentValue", value);
  }
}
