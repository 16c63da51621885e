package network.flashback.chain;

import org.jspecify.annotations.Nullable;

/// Something that went wrong between this program and the chain; the message says what to do about
/// it.
public class ChainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ChainException(String message) {
    super(message);
  }

  public ChainException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
