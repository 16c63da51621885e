package network.flashback.settlement;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.chain.contract.AgreementId;

/// One epoch in which everything happens that settling has to act upon: an agreement that is proven
/// and falls short of its quality, one that is not proven, one that ends, and one that never
/// started. It has four moments; at each the others do their part, and then it is settled.
final class SimulatedEpoch {
  static final int MOMENTS = 4;

  private final SimulatedMarket market;
  private final long epoch;
  private final AgreementId served;

  SimulatedEpoch(SimulatedMarket market) {
    this.market = market;
    this.epoch = market.chain.epoch() + 1;
    var schedule = market.chain.schedule;
    long later = schedule.startOf(epoch + 6);
    var running =
        market.open(
            0,
            later,
            SimulatedMarket.DOLLAR,
            List.of(new SimulatedMarket.Leg(0), new SimulatedMarket.Leg(1)));
    var ending =
        market.open(1, schedule.endOf(epoch), BigInteger.ZERO, List.of(new SimulatedMarket.Leg(2)));
    market.open(1, later, BigInteger.ZERO, List.of(new SimulatedMarket.Leg(3)));
    market.agreements(running).forEach(market::commit);
    market.agreements(ending).forEach(market::commit);
    served = market.agreements(running).getFirst();
    market.chain.repaySeeds();
    market.chain.moveTo(schedule.startOf(epoch));
  }

  /// Moves the clock to a moment, and has everybody do their part but who settles.
  void bringTo(int moment) throws IOException {
    var schedule = market.chain.schedule;
    long end = schedule.endOf(epoch);
    long window = schedule.auditWindowSeconds();
    switch (moment) {
      case 0 -> market.chain.moveTo(end + 1);
      case 1 -> {
        market.chain.moveTo(end + 200);
        require(market.audit(0, epoch, Set.of()).isEmpty());
        require(market.audit(2, epoch, Set.of()).isEmpty());
        require(market.reports.post(epoch, Map.of(served, 3)).isEmpty());
      }
      // The audits are over, and the root is not final yet. The seed came soon after the end.
      case 2 -> market.chain.moveTo(end + window + 120);
      case 3 -> market.chain.moveTo(end + 2 * window);
      default -> throw new IllegalArgumentException("No moment " + moment);
    }
  }

  private static void require(boolean happened) {
    if (!happened) {
      throw new IllegalStateException("A part of the epoch was refused.");
    }
  }
}
