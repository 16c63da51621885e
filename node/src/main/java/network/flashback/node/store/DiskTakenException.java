package network.flashback.node.store;

import java.io.IOException;
import java.nio.file.Path;

/// Another node has the folder of a disk.
final class DiskTakenException extends IOException {
  private static final long serialVersionUID = 1;

  DiskTakenException(Path disk, Exception cause) {
    super(
        "Another node uses the disk "
            + disk
            + ". Stop it first, or give this one a directory of its own ('disk').",
        cause);
  }
}
