package network.flashback.chain;

import java.net.URI;

/// The node serves another chain than the configured one.
public final class WrongChainException extends ChainException {
  private static final long serialVersionUID = 1;

  public WrongChainException(URI node, long expected, long actual) {
    super(
        "Wrong chain: the node at "
            + JsonRpc.display(node)
            + " serves chain id "
            + actual
            + ", but chain id "
            + expected
            + " is configured. Point the RPC address at a node of chain "
            + expected
            + ", or correct the configured chain id. Nothing was sent.");
  }
}
