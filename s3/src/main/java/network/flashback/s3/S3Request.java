package network.flashback.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// One S3 request understood: which operation, on what, with which parameters. Nothing of it is
/// authenticated yet.
///
/// @param operation what is asked
/// @param target the bucket or object it is asked of
/// @param http the request as it came
public record S3Request(S3Operation operation, S3Target target, S3HttpRequest http) {
  private static final int PART_NUMBER_MAX = 10_000;
  private static final int USER_METADATA_BYTES_MAX = 2048;
  private static final String USER_METADATA = "x-amz-meta-";
  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

  /// Understands a request.
  ///
  /// @throws S3Exception when path, query, target or method make no S3 request
  public static S3Request parse(S3HttpRequest http, S3Addressing addressing) {
    var target = addressing.targetOf(http);
    var request = new S3Request(S3Operation.of(http, target.scope()), target, http);
    if (request.operation.method().equals("PUT")
        && http.query().has("partNumber")
        && !http.query().has("uploadId")) {
      // Taken as PutObject it would replace an object by one of its parts.
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "partNumber must come with uploadId")
          .with("ArgumentName", "uploadId");
    }
    return request;
  }

  /// The bucket of a bucket or object operation.
  public String bucket() {
    return switch (target) {
      case S3Target.Service() -> throw new IllegalStateException(operation + " has no bucket");
      case S3Target.Bucket(String bucket) -> bucket;
      case S3Target.ObjectKey(String bucket, String _) -> bucket;
    };
  }

  /// The key of an object operation, decoded.
  public String key() {
    if (target instanceof S3Target.ObjectKey(String _, String key)) {
      return key;
    }
    throw new IllegalStateException(operation + " has no key");
  }

  /// This request without the headers whose lower-case names begin so.
  public S3Request withoutHeaders(String prefix) {
    var kept = S3Headers.builder();
    for (S3Headers.Field field : headers()) {
      if (!field.name().startsWith(prefix)) {
        kept.add(field.name(), field.value());
      }
    }
    return new S3Request(operation, target, http.withHeaders(kept.build()));
  }

  public S3Query query() {
    return http.query();
  }

  public S3Headers headers() {
    return http.headers();
  }

  public Optional<String> versionId() {
    return query().first("versionId").filter(version -> !version.isEmpty());
  }

  /// The multipart upload addressed.
  ///
  /// @throws S3Exception `NoSuchUpload` when the parameter is missing or empty
  public String uploadId() {
    return query()
        .first("uploadId")
        .filter(id -> !id.isEmpty())
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_UPLOAD));
  }

  /// The `partNumber` parameter, 1 to 10,000, when there is one.
  ///
  /// @throws S3Exception `InvalidArgument` when it is out of bounds
  public Optional<Integer> partNumber() {
    return query().first("partNumber").map(S3Request::partNumber);
  }

  /// The part number of an operation that cannot do without.
  public int requiredPartNumber() {
    return partNumber().orElseThrow(() -> badPartNumber(""));
  }

  private static int partNumber(String text) {
    boolean number =
        !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(Character::isDigit);
    int part = number ? Integer.parseInt(text) : 0;
    if (part < 1 || part > PART_NUMBER_MAX) {
      throw badPartNumber(text);
    }
    return part;
  }

  private static S3Exception badPartNumber(String text) {
    return new S3Exception(
            S3Error.INVALID_ARGUMENT,
            "Part number must be an integer between 1 and 10000, inclusive")
        .with("ArgumentName", "partNumber")
        .with("ArgumentValue", text);
  }

  /// The `Range` header; absent also when it has no form this protocol honours, and the whole
  /// object is meant then.
  public Optional<ByteRange> range() {
    return headers().first("range").flatMap(ByteRange::parse);
  }

  public Conditions conditions() {
    return Conditions.of(headers());
  }

  /// The source of a copy and the conditions on it.
  ///
  /// @throws S3Exception `InvalidArgument` when the header names no object
  public Optional<CopySource> copySource() {
    return headers().first("x-amz-copy-source").map(value -> CopySource.parse(value, headers()));
  }

  /// The storage class named, unjudged: which classes exist is for the caller to say.
  ///
  /// @throws S3Exception `InvalidStorageClass` for what cannot be the name of one
  public Optional<String> storageClass() {
    var named = headers().first("x-amz-storage-class").map(String::trim);
    if (named.isPresent() && !STORAGE_CLASS.matcher(named.get()).matches()) {
      throw new S3Exception(S3Error.INVALID_STORAGE_CLASS)
          .with("StorageClassRequested", named.get());
    }
    return named;
  }

  /// User metadata without the `x-amz-meta-` prefix, names lower case, values decoded, repeated
  /// names joined by commas.
  ///
  /// @throws S3Exception `MetadataTooLarge` above 2 KiB of names and values together
  public Map<String, String> userMetadata() {
    var metadata = new LinkedHashMap<String, String>();
    int bytes = 0;
    for (S3Headers.Field field : headers()) {
      if (field.name().startsWith(USER_METADATA)) {
        String name = field.name().substring(USER_METADATA.length());
        String wire = field.value().trim();
        String value = S3Headers.keep(wire);
        bytes += name.length() + wire.length();
        metadata.merge(name, value, (before, more) -> before + "," + more);
      }
    }
    if (bytes > USER_METADATA_BYTES_MAX) {
      throw new S3Exception(S3Error.METADATA_TOO_LARGE)
          .with("Size", Integer.toString(bytes))
          .with("MaxSizeAllowed", Integer.toString(USER_METADATA_BYTES_MAX));
    }
    return metadata;
  }

  /// The object's content codings: `Content-Encoding` without the transport coding `aws-chunked`.
  public Optional<String> contentEncoding() {
    var codings = new StringJoiner(", ");
    for (String value : headers().all("content-encoding")) {
      for (String coding : value.split(",", -1)) {
        if (!coding.isBlank() && !coding.trim().equalsIgnoreCase("aws-chunked")) {
          codings.add(coding.trim());
        }
      }
    }
    return codings.length() == 0 ? Optional.empty() : Optional.of(codings.toString());
  }

  /// Bytes the object or document in the body will have, framing not counted; absent when the
  /// client did not say.
  ///
  /// @throws S3Exception `InvalidRequest` when a length is no number
  public OptionalLong declaredLength() {
    boolean framed = headers().first("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
    String header = framed ? "x-amz-decoded-content-length" : "content-length";
    var text = headers().first(header).map(String::trim);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().chars().allMatch(c -> c >= '0' && c <= '9')
        || text.get().isEmpty()
        || text.get().length() > 18) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "The header " + header + " must be a number of bytes.");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  /// The declared length of an operation that cannot do without.
  ///
  /// @throws S3Exception `MissingContentLength` when the client did not say
  public long requiredLength() {
    return declaredLength().orElseThrow(() -> new S3Exception(S3Error.MISSING_CONTENT_LENGTH));
  }

  /// Whether the body comes in HTTP's own chunks without a word of its length.
  public boolean isOfUnknownLength() {
    return declaredLength().isEmpty()
        && headers()
            .first("transfer-encoding")
            .filter(coding -> coding.strip().equalsIgnoreCase("chunked"))
            .isPresent();
  }

  /// How this request's target is named in an error document: `/bucket/key`.
  public String resource() {
    return switch (target) {
      case S3Target.Service() -> "/";
      case S3Target.Bucket(String bucket) -> "/" + bucket;
      case S3Target.ObjectKey(String bucket, String key) -> "/" + bucket + "/" + key;
    };
  }

  @Override
  public String toString() {
    return operation.wireName() + " " + resource();
  }
}
