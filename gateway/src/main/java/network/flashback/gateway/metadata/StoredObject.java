package network.flashback.gateway.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.checksum.Checksum;

/// An object as it is visible.
///
/// @param parts in order; none when it is empty. A part number is 0 when the object was sent at
///   once
public record StoredObject(
    String bucket,
    String key,
    ETag etag,
    long size,
    ObjectHeaders headers,
    Optional<Checksum> checksum,
    Instant modifiedAt,
    List<Part> parts) {
  /// Keeps its own copy.
  public StoredObject {
    parts = List.copyOf(parts);
  }

  /// One extent of the object.
  public record Part(int number, UUID extent, long size) {}

  /// What conditional requests are held against.
  public Conditions.Current current() {
    return new Conditions.Current(etag, modifiedAt);
  }
}
