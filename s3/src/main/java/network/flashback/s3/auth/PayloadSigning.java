package network.flashback.s3.auth;

import java.util.HexFormat;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// How a request's body is bound to its signature: the meanings of `x-amz-content-sha256`.
public sealed interface PayloadSigning {

  /// `UNSIGNED-PAYLOAD`: not at all.
  record Unsigned() implements PayloadSigning {}

  /// The SHA-256 of the whole body, lower-case hex.
  record Hashed(String sha256) implements PayloadSigning {}

  /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`: aws-chunked framing, a checksum after it, no signatures.
  record UnsignedChunks() implements PayloadSigning {}

  /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` and `-TRAILER`: aws-chunked framing, each chunk signed,
  /// the trailer too.
  record SignedChunks(ChunkSignatures.Seed seed, boolean withTrailer) implements PayloadSigning {}

  /// The words of `x-amz-content-sha256`, before a seed signature is known.
  enum Word {
    UNSIGNED,
    HASH,
    UNSIGNED_CHUNKS,
    SIGNED_CHUNKS,
    SIGNED_CHUNKS_TRAILER;

    static Word of(String value) {
      return switch (value) {
        case "UNSIGNED-PAYLOAD" -> UNSIGNED;
        case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> UNSIGNED_CHUNKS;
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> SIGNED_CHUNKS;
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> SIGNED_CHUNKS_TRAILER;
        default -> hash(value);
      };
    }

    private static Word hash(String value) {
      if (value.startsWith("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")) {
        throw new S3Exception(
            S3Error.NOT_IMPLEMENTED,
            "SigV4A (ECDSA) is not supported. Sign with AWS4-HMAC-SHA256.");
      }
      if (value.length() != 64 || !value.chars().allMatch(HexFormat::isHexDigit)) {
        throw new S3Exception(
                S3Error.INVALID_ARGUMENT,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.")
            .with("ArgumentName", "x-amz-content-sha256")
            .with("ArgumentValue", value);
      }
      return HASH;
    }
  }
}
