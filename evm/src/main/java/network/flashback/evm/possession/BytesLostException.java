package network.flashback.evm.possession;

import java.io.IOException;

/// The bytes under a tree are no longer those it was built from: they cannot be proven any more.
public final class BytesLostException extends IOException {
  private static final long serialVersionUID = 1;

  public BytesLostException(String message) {
    super(message);
  }
}
