package network.flashback.node.store;

import java.io.IOException;

/// The index's manifest could not be replaced, and nobody knows which one is on the disk.
final class BrokenIndexException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenIndexException(IOException cause) {
    super(
        "The index could not be written (%s): check the disk and start the node again; what was acknowledged is safe."
            .formatted(cause.getMessage()),
        cause);
  }
}
