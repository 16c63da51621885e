package network.flashback.chain;

import org.jspecify.annotations.Nullable;

/// The chain's node does not answer, or answers what is no JSON-RPC.
public final class NodeUnreachableException extends ChainException {
  private static final long serialVersionUID = 1;

  public NodeUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
