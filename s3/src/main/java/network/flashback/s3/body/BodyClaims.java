package network.flashback.s3.body;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;

/// What a client says its body will turn out to be.
///
/// @param md5 `Content-MD5`, 16 bytes
/// @param checksum the value of an `x-amz-checksum-*` header
/// @param trailers names in `x-amz-trailer`, lower case
/// @param trailing the algorithm whose value comes as a trailer
public record BodyClaims(
    Optional<byte[]> md5,
    Optional<Checksum> checksum,
    Set<String> trailers,
    Optional<ChecksumAlgorithm> trailing) {

  private static final int MD5_BYTES = 16;

  /// Reads the headers about the body.
  ///
  /// @throws S3Exception `InvalidDigest` or `InvalidRequest` for values that cannot be, or more
  ///   checksums than one
  public static BodyClaims of(S3Headers headers) {
    var checksum = checksum(headers);
    Set<String> trailers =
        headers.all("x-amz-trailer").stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    List<ChecksumAlgorithm> trailing =
        trailers.stream().flatMap(name -> ChecksumAlgorithm.ofHeader(name).stream()).toList();
    if (trailing.size() != trailers.size()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "The value specified in the x-amz-trailer header is not supported");
    }
    if (trailing.size() + (checksum.isPresent() ? 1 : 0) > 1) {
      throw severalChecksums();
    }
    return new BodyClaims(
        headers.first("content-md5").map(BodyClaims::md5),
        checksum,
        trailers,
        trailing.stream().findFirst());
  }

  /// The algorithm the client protects the body with, wherever the value stands.
  public Optional<ChecksumAlgorithm> algorithm() {
    return checksum.map(Checksum::algorithm).or(() -> trailing);
  }

  private static Optional<Checksum> checksum(S3Headers headers) {
    var given = new ArrayList<Checksum>(1);
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      headers.first(algorithm.header()).ifPresent(value -> given.add(parse(algorithm, value)));
    }
    if (given.size() > 1) {
      throw severalChecksums();
    }
    return given.stream().findFirst();
  }

  static Checksum parse(ChecksumAlgorithm algorithm, String value) {
    return Checksum.parse(algorithm, value)
        .orElseThrow(
            () ->
                // What has another form than the checksum cannot match it.
                new S3Exception(
                    S3Error.BAD_DIGEST, "Value for " + algorithm.header() + " header is invalid."));
  }

  private static byte[] md5(String value) {
    try {
      byte[] md5 = Base64.getDecoder().decode(value.strip());
      if (md5.length == MD5_BYTES) {
        return md5;
      }
    } catch (IllegalArgumentException notBase64) {
      throw new S3Exception(S3Error.INVALID_DIGEST, S3Error.INVALID_DIGEST.message(), notBase64);
    }
    throw new S3Exception(S3Error.INVALID_DIGEST).with("Content-MD5", value);
  }

  private static S3Exception severalChecksums() {
    return new S3Exception(
        S3Error.INVALID_REQUEST,
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
}
