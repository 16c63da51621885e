package network.flashback.app.config;

import java.util.ArrayList;
import java.util.List;
import network.flashback.node.store.DiskFolder;

/// The disks of a node as its configuration has them: two lists of the same length.
public final class NodeDisks {
  private NodeDisks() {}

  /// The disks, in their order.
  ///
  /// @throws ConfigurationException when the lists do not fit, or name a folder twice
  public static List<DiskFolder> of(Configuration config) {
    var folders = config.paths(ConfigurationKey.NODE_DISK);
    var capacities = config.numbers(ConfigurationKey.NODE_CAPACITY_BYTES, 1, Long.MAX_VALUE);
    if (folders.size() != capacities.size()) {
      throw new ConfigurationException(
          "'%s' names %d folders and '%s' %d numbers: write one number for each folder, in the same order."
              .formatted(
                  ConfigurationKey.NODE_DISK.key(),
                  folders.size(),
                  ConfigurationKey.NODE_CAPACITY_BYTES.key(),
                  capacities.size()));
    }
    var disks = new ArrayList<DiskFolder>();
    for (int i = 0; i < folders.size(); i++) {
      var disk = new DiskFolder(folders.get(i), capacities.get(i));
      if (disks.stream().anyMatch(other -> other.path().equals(disk.path()))) {
        throw new ConfigurationException(
            "'%s' names %s twice: give each disk a folder of its own."
                .formatted(ConfigurationKey.NODE_DISK.key(), disk.path()));
      }
      disks.add(disk);
    }
    return List.copyOf(disks);
  }
}
