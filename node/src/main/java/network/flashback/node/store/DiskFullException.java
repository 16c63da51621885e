package network.flashback.node.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// There is no room on the node's disk; what was begun has been taken back.
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1;

  DiskFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The failure in words of ours, when that is what it was.
  static IOException explained(IOException failure) {
    return isCauseOf(failure)
        ? new DiskFullException(
            "The disk became full while a piece was written: free space or add a disk.", failure)
        : failure;
  }

  /// Linux reports ENOSPC and EDQUOT by text only.
  static boolean isCauseOf(IOException failure) {
    var text = String.valueOf(failure.getMessage());
    return text.contains("No space left on device") || text.contains("quota exceeded");
  }
}
