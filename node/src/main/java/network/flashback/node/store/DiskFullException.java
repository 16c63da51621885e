package network.flashback.node.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// There is no room on the node's disk; what was begun has been taken back.
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1;

  DiskFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Linux reports ENOSPC and EDQUOT by text only.
  static boolean isCauseOf(IOException failure) {
    var text = String.valueOf(failure.getMessage());
    return text.contains("No space left on device") || text.contains("quota exceeded");
  }
}
