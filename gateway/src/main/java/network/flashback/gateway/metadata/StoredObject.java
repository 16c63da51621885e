package network.flashback.gateway.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.checksum.Checksum;

/// One version of an object, or the mark that it was deleted.
///
/// @param version `null` for one written while versions were not kept
/// @param marker whether it is a delete marker; it has no bytes then
/// @param latest whether it is what the key shows
/// @param parts in order; none when it is empty. A part number is 0 when the object was sent at
///   once
public record StoredObject(
    String bucket,
    String key,
    String version,
    boolean marker,
    boolean latest,
    ETag etag,
    long size,
    ObjectHeaders headers,
    ObjectMarks marks,
    Optional<Checksum> checksum,
    Instant modifiedAt,
    List<Part> parts) {
  /// The version of what was written while versions were not kept.
  public static final String NULL_VERSION = "null";

  /// Keeps its own copy.
  public StoredObject {
    parts = List.copyOf(parts);
  }

  /// One extent of the object.
  ///
  /// @param checksum of this part, when the object was sent in parts with checksums
  public record Part(int number, UUID extent, long size, Optional<String> checksum) {}

  /// What conditional requests are held against.
  public Conditions.Current current() {
    return new Conditions.Current(etag, modifiedAt, size);
  }

  /// The same under another version.
  public StoredObject asVersion(String other) {
    return new StoredObject(
        bucket,
        key,
        other,
        marker,
        latest,
        etag,
        size,
        headers,
        marks,
        checksum,
        modifiedAt,
        parts);
  }
}
