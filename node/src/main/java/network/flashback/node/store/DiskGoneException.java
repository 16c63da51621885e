package network.flashback.node.store;

import java.io.IOException;
import network.flashback.chain.contract.AgreementId;

/// What was asked for lies on a disk of this node that does not work.
public final class DiskGoneException extends IOException {
  private static final long serialVersionUID = 1;

  DiskGoneException(AgreementId agreement, String disk) {
    super(
        "Agreement %s lies on a disk of this node that does not work (%s). Use the other legs; its operator brings the disk back and starts the node again."
            .formatted(agreement, disk));
  }
}
