package network.flashback.evm.keystore;

import org.jspecify.annotations.Nullable;

/// A keystore that does not open: wrong passphrase, damage, or a kind that is not supported.
public final class KeystoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KeystoreException(String message) {
    super(message);
  }

  public KeystoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
