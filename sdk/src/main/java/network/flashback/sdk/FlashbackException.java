package network.flashback.sdk;

import org.jspecify.annotations.Nullable;

/// Anything that keeps this SDK from doing what it was asked for. The message says what is wrong,
/// why, and what to do; it holds no secret.
public class FlashbackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FlashbackException(String message) {
    super(message);
  }

  public FlashbackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
