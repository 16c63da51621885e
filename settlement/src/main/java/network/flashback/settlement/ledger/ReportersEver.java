package network.flashback.settlement.ledger;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import network.flashback.chain.Contract;
import network.flashback.chain.contract.Contracts;

/// The ids of all that ever joined the oracle, in ascending order: any of them may still serve what
/// it published. Asked again, it reads only the blocks since.
public final class ReportersEver implements Supplier<List<Long>> {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;

  private final Contracts contracts;
  private final Set<Long> ids = new TreeSet<>();
  private long next;

  /// Nothing is read before the first question.
  public ReportersEver(Contracts contracts) {
    this.contracts = contracts;
    this.next = contracts.deployment().block();
  }

  @Override
  public synchronized List<Long> get() {
    Contract oracle = contracts.quality().contract();
    var filter = oracle.events("ReporterJoined");
    long head = contracts.chain().height();
    while (next <= head) {
      long to = Math.min(head, next + BLOCKS_AT_ONCE - 1);
      contracts
          .chain()
          .logs(filter, next, to)
          .forEach(log -> oracle.read(log).ifPresent(e -> ids.add(e.values().number("id"))));
      next = to + 1;
    }
    return List.copyOf(ids);
  }
}
