package network.flashback.settlement.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.flashback.chain.EventFollower;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.LogChange;
import network.flashback.chain.MemoryPosition;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.SlaState;
import network.flashback.chain.contract.SlaView;
import network.flashback.evm.Bytes32;

/// The SLAs about which something can still happen, found from the event of their opening. For one
/// thread at a time.
final class OpenSlas {
  private static final int OPENED = 1;

  private final Contracts contracts;
  private final EventFollower openings;
  private final TreeSet<Bytes32> opened = new TreeSet<>();
  private final Set<Bytes32> over = new HashSet<>();

  OpenSlas(Contracts contracts, FollowingPolicy policy) {
    this.contracts = contracts;
    this.openings =
        new EventFollower(
            contracts.chain(),
            contracts.contract("Orchestrator").events("SlaOpened"),
            contracts.deployment().block(),
            new MemoryPosition(this::follow),
            policy);
  }

  /// Reads them at the newest block.
  List<SlaView> read() {
    openings.catchUp();
    List<SlaView> open =
        contracts.lens().slas(opened.stream().filter(id -> !over.contains(id)).toList());
    open.stream().filter(OpenSlas::isOver).forEach(sla -> over.add(sla.id()));
    return open.stream().filter(sla -> !isOver(sla)).toList();
  }

  /// The chain reorganised: what was over may not be any more.
  void forget() {
    over.clear();
  }

  private void follow(LogChange change) {
    Bytes32 slaId = change.log().topics().get(OPENED);
    switch (change) {
      case LogChange.Added added -> opened.add(slaId);
      case LogChange.Removed removed -> opened.remove(slaId);
    }
  }

  private static boolean isOver(SlaView sla) {
    return sla.legsAlive() == 0
        && sla.reserve().signum() == 0
        && (sla.state() == SlaState.ENDED || sla.state() == SlaState.FAILED);
  }
}
