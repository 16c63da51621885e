package network.flashback.app.bucket;

import java.io.IOException;

/// A request that the server answered with an error.
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// Status of the answer, such as 403.
  public int status() {
    return status;
  }
}
