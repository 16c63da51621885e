package network.flashback.settlement;

import java.util.List;
import java.util.stream.Stream;
import network.flashback.chain.Block;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.SlaView;

/// Every SLA that is not over, as the chain showed them at its newest block.
///
/// A run only chooses from it what to try. What is right is decided by the contracts, so that books
/// which are out of date cost a refusal and nothing else.
///
/// @param epoch the one that runs at that block
public record Books(Block head, long epoch, List<SlaView> slas) {
  public Books {
    slas = List.copyOf(slas);
  }

  /// Unix second of the newest block.
  public long now() {
    return head.timestamp().getEpochSecond();
  }

  /// All agreements that are not terminal.
  public Stream<AgreementView> agreements() {
    return slas.stream().flatMap(sla -> sla.agreements().stream()).filter(a -> a.state().isLive());
  }
}
