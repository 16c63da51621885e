package network.flashback.http;

import java.io.IOException;

/// A body that was to be read whole is larger than its reader allows.
public final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int maxBytes;

  BodyTooLargeException(int maxBytes) {
    super(
        "the body is larger than the "
            + maxBytes
            + " bytes allowed here: send less, or split the request");
    this.maxBytes = maxBytes;
  }

  /// The limit that was passed.
  public int maxBytes() {
    return maxBytes;
  }
}
