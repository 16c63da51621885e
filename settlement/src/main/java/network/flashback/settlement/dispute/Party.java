package network.flashback.settlement.dispute;

import java.io.IOException;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;

/// Whoever watches over its disputes: which agreements are its own, and what it has on record.
public interface Party {
  /// On which side of an agreement the party is.
  enum Side {
    NEITHER,
    CONSUMER,
    PROVIDER
  }

  Side sideOf(AgreementView agreement);

  /// What the party kept of an agreement; the contract has no part in it.
  Records recordsOf(AgreementId id) throws IOException;
}
