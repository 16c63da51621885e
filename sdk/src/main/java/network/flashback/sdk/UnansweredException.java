package network.flashback.sdk;

import org.jspecify.annotations.Nullable;

/// There was no answer, or none that is of this API. A write may or may not have been carried out.
public final class UnansweredException extends FlashbackException {
  private static final long serialVersionUID = 1;

  UnansweredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
