package network.flashback.gateway;

import java.io.IOException;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.node.EgressLedger;

/// Opens the store behind a leg, of whatever kind its provider is.
@FunctionalInterface
public interface ObjectStores {
  /// A store for one agreement; opened once and kept until the leg changes.
  ///
  /// @param ledger the durable memory of what was read and promised under this agreement, for
  ///   stores that charge egress
  ObjectStore open(Agreements.Leg leg, EgressLedger ledger) throws IOException;
}
