package network.flashback.evm.abi;

import org.jspecify.annotations.Nullable;

/// Bytes from outside that do not fit the ABI they were read with.
public final class AbiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AbiException(String message) {
    super(message);
  }

  public AbiException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
