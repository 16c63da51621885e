package network.flashback.s3.checksum;

/// What the checksum of a multipart object covers.
public enum ChecksumType {
  /// All bytes, as if they had been sent at once.
  FULL_OBJECT,
  /// The checksums of the parts, one after another.
  COMPOSITE
}
