package network.flashback.acceptance.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.contract.Turns;
import network.flashback.settlement.SettlementObserver;
import network.flashback.settlement.SettlementRun;
import network.flashback.settlement.ledger.ContractLedger;
import network.flashback.settlement.ledger.GasBudget;
import network.flashback.settlement.ledger.PublishedReports;
import network.flashback.settlement.wire.BoundedHttp;

/// The platform's settlement, a look at a time: the real run of each epoch that is not complete.
final class Settler implements AutoCloseable {
  private final ContractLedger ledger;
  private final PublishedReports reports;
  private final FaultChain chain;
  private final BoundedHttp http = new BoundedHttp(Duration.ofSeconds(5));
  private final Set<Long> complete = new TreeSet<>();

  Settler(FaultChain chain) throws IOException {
    this(chain, FaultChain.SETTLER, Turns.NONE);
  }

  /// One of several.
  Settler(FaultChain chain, int key, Turns turns) throws IOException {
    this.chain = chain;
    var way = chain.connect(key);
    this.ledger =
        new ContractLedger(
            way.contracts(),
            way.sender(),
            FollowingPolicy.DEVELOPMENT,
            GasBudget.unlimited(),
            turns);
    this.reports = new PublishedReports(way.contracts(), http);
  }

  /// Everything that is due, the newest epoch first.
  void look() throws InterruptedException {
    var books = ledger.books();
    for (long epoch = books.epoch() - 1; epoch >= 0; epoch--) {
      if (!complete.contains(epoch)) {
        var run =
            new SettlementRun(epoch, ledger, chain::signature, reports, SettlementObserver.NONE);
        if (run.advance(books) == SettlementRun.Stage.COMPLETE) {
          complete.add(epoch);
        }
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
