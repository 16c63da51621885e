package network.flashback.sdk.signing;

import network.flashback.sdk.FlashbackException;

/// What was to be signed is not what was asked for, so nothing was signed.
public final class NotSignedException extends FlashbackException {
  private static final long serialVersionUID = 1;

  NotSignedException(String why, String remedy) {
    super("Nothing was signed: " + why + ". " + remedy);
  }
}
