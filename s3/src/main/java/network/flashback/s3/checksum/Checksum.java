package network.flashback.s3.checksum;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/// A checksum of an object or part as it appears in headers and XML.
///
/// @param value Base64, followed by `-N` for a composite one over N parts
public record Checksum(ChecksumAlgorithm algorithm, ChecksumType type, String value) {

  /// The checksum of all bytes, from its raw value.
  ///
  /// @param bytes as many as the algorithm has
  public static Checksum of(ChecksumAlgorithm algorithm, byte[] bytes) {
    return new Checksum(
        algorithm, ChecksumType.FULL_OBJECT, Base64.getEncoder().encodeToString(bytes));
  }

  /// A checksum over all bytes as a client states it; absent when it is not Base64 of the right
  /// length.
  public static Optional<Checksum> parse(ChecksumAlgorithm algorithm, String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.trim());
      return bytes.length == algorithm.length()
          ? Optional.of(of(algorithm, bytes))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /// The raw value, for a composite one without the number of parts.
  public byte[] bytes() {
    int dash = value.indexOf('-');
    return Base64.getDecoder().decode(dash < 0 ? value : value.substring(0, dash));
  }

  /// Whether these bytes are this checksum's.
  public boolean matches(byte[] computed) {
    return MessageDigest.isEqual(bytes(), computed);
  }
}
