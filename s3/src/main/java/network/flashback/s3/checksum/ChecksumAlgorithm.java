package network.flashback.s3.checksum;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The algorithms S3 clients may protect a body with; constants are named as in
/// `x-amz-checksum-algorithm`.
public enum ChecksumAlgorithm {
  CRC32(4),
  CRC32C(4),
  CRC64NVME(8),
  SHA1(20),
  SHA256(32);

  private final int length;

  ChecksumAlgorithm(int length) {
    this.length = length;
  }

  /// Bytes of a value.
  public int length() {
    return length;
  }

  /// Header and trailer that carry a value, lower case.
  public String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /// XML element that carries a value.
  public String element() {
    return "Checksum" + name();
  }

  /// Whether the checksum of a whole can be computed from those of its parts.
  public boolean combines() {
    return switch (this) {
      case CRC32, CRC32C, CRC64NVME -> true;
      case SHA1, SHA256 -> false;
    };
  }

  /// The type a multipart object gets when the client names none.
  public ChecksumType defaultMultipartType() {
    return this == CRC64NVME ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE;
  }

  /// Whether a multipart object can have a checksum of this type.
  public boolean allows(ChecksumType type) {
    return switch (type) {
      case FULL_OBJECT -> combines();
      case COMPOSITE -> this != CRC64NVME;
    };
  }

  public RunningChecksum start() {
    return RunningChecksum.of(this);
  }

  public static Optional<ChecksumAlgorithm> named(String name) {
    return Arrays.stream(values())
        .filter(one -> one.name().equalsIgnoreCase(name.trim()))
        .findFirst();
  }

  public static Optional<ChecksumAlgorithm> ofHeader(String header) {
    return Arrays.stream(values())
        .filter(one -> one.header().equalsIgnoreCase(header.trim()))
        .findFirst();
  }
}
