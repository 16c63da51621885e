package network.flashback.s3.checksum;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The checksum of a multipart object, from those of its parts in order.
public final class MultipartChecksum {

  /// One part's checksum and how many bytes it covers.
  public record Part(Checksum checksum, long length) {}

  private MultipartChecksum() {}

  /// The checksum of the whole.
  ///
  /// @throws IllegalArgumentException when the algorithm has no such type, or a part has another
  ///   algorithm
  public static Checksum of(ChecksumAlgorithm algorithm, ChecksumType type, List<Part> parts) {
    if (!algorithm.allows(type)) {
      throw new IllegalArgumentException(
          "The " + type + " checksum type cannot be used with " + algorithm);
    }
    if (parts.stream().anyMatch(part -> part.checksum.algorithm() != algorithm)) {
      throw new IllegalArgumentException("A part has no " + algorithm + " checksum");
    }
    return switch (type) {
      case FULL_OBJECT -> fullObject(algorithm, parts);
      case COMPOSITE -> composite(algorithm, parts);
    };
  }

  private static Checksum composite(ChecksumAlgorithm algorithm, List<Part> parts) {
    var whole = algorithm.start();
    for (Part part : parts) {
      whole.update(part.checksum.bytes(), 0, algorithm.length());
    }
    String value = Base64.getEncoder().encodeToString(whole.finish()) + "-" + parts.size();
    return new Checksum(algorithm, ChecksumType.COMPOSITE, value);
  }

  private static Checksum fullObject(ChecksumAlgorithm algorithm, List<Part> parts) {
    var combination = CrcCombination.of(algorithm);
    long crc = 0;
    for (Part part : parts) {
      crc = combination.combine(crc, toLong(part.checksum.bytes()), part.length);
    }
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(crc).array();
    return Checksum.of(
        algorithm, Arrays.copyOfRange(all, Long.BYTES - algorithm.length(), Long.BYTES));
  }

  private static long toLong(byte[] bigEndian) {
    long value = 0;
    for (byte b : bigEndian) {
      value = value << 8 | (b & 0xff);
    }
    return value;
  }
}
