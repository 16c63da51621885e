package network.flashback.app.network;

import java.io.Serial;

/// The network cannot be started or used: says what is wrong, why, and what to do.
public final class NetworkException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public NetworkException(String message) {
    super(message);
  }

  public NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
