package network.flashback.chain;

/// A transaction that was sent but is not on the chain; it may still get there.
public final class TransactionStuckException extends ChainException {
  private static final long serialVersionUID = 1;

  public TransactionStuckException(String message) {
    super(message);
  }
}
