package network.flashback.evm.seal;

/// A box that a key does not open.
public final class UnsealingException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsealingException(String message) {
    super(message);
  }
}
