package network.flashback.settlement.reputation;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.Block;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.Contracts;
import network.flashback.settlement.archive.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps all reputations as they stand, computed anew after every epoch. What it shows may be as
/// old as the chain and the reporters are out of reach.
public final class ReputationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReputationWatch.class);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private final Contracts contracts;
  private final ReputationReader reader;
  private final Duration pace;
  private final Thread thread;
  private volatile Map<Long, Reputation> newest = Map.of();
  private Seen seen = new Seen(-2, -2);

  /// What the newest reputations were computed for.
  private record Seen(long day, long members) {}

  private ReputationWatch(Contracts contracts, Records records, Duration pace) {
    this.contracts = contracts;
    this.reader = new ReputationReader(contracts, records);
    this.pace = pace;
    this.thread = Thread.ofVirtual().name("reputations").unstarted(this::follow);
  }

  /// Computes until closed.
  ///
  /// @param pace between two looks at the chain
  public static ReputationWatch start(Contracts contracts, Records records, Duration pace) {
    var watch = new ReputationWatch(contracts, records, pace);
    watch.thread.start();
    return watch;
  }

  /// A member's; none before the first was computed.
  public Optional<Reputation> of(long member) {
    return Optional.ofNullable(newest.get(member));
  }

  private void follow() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          look();
        } catch (ChainException | IOException | IllegalStateException waits) {
          LOG.warn("Reputations wait: {}", waits.getMessage());
        }
        Thread.sleep(pace);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  // Nothing but a day that is over, or a new member, changes what is shown.
  private void look() throws IOException {
    Block head = contracts.chain().head();
    var now = new Seen(reader.lastDay(head), contracts.registry().count());
    if (!now.equals(seen)) {
      newest = reader.all(head.number());
      seen = now;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(CLOSE_GRACE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
