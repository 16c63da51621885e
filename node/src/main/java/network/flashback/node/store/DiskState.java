package network.flashback.node.store;

import java.nio.file.Path;
import java.util.Optional;

/// One disk of a node at one moment.
///
/// @param promisedBytes to the agreements that lie on it, whether they use them or not
/// @param usedBytes of all pieces, those kept for audits included; 0 while it is gone
/// @param failure what keeps it from working; empty while nothing does
public record DiskState(
    Path folder,
    long capacityBytes,
    long promisedBytes,
    long usedBytes,
    int agreements,
    Optional<String> failure) {

  /// What could still be promised to one agreement.
  public long freeBytes() {
    return failure.isPresent() ? 0 : Math.max(0, capacityBytes - promisedBytes);
  }
}
