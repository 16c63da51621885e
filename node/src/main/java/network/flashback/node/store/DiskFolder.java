package network.flashback.node.store;

import java.nio.file.Path;

/// A folder on a disk that keeps pieces.
///
/// @param path of its own: no other node, and no other disk of this one, has it
/// @param capacityBytes for sale on it
public record DiskFolder(Path path, long capacityBytes) {
  public DiskFolder {
    if (capacityBytes <= 0) {
      throw new IllegalArgumentException(
          "'capacity.bytes' of the disk %s is %d: give a positive number."
              .formatted(path, capacityBytes));
    }
    path = path.toAbsolutePath().normalize();
  }
}
