package network.flashback.market.indexer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.chain.EventFollower;
import network.flashback.chain.FollowedBlocks;
import network.flashback.chain.FollowerPosition;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.LogChange;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.market.database.Database;
import network.flashback.market.database.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the contracts' events into the database. Rows and position change in one transaction, so
/// that each event is there exactly once, whatever crashes when.
public final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  private static final List<String> FOLLOWED =
      List.of(
          "Orchestrator",
          "Registry",
          "StakeManager",
          "RandomBeacon",
          "PossessionVerifier",
          "QualityOracle",
          "AccessGrants",
          "Arbitration",
          "Engagements");

  private final Database database;
  private final Chain chain;
  private final FollowingPolicy policy;
  private final EventTable table;
  private final EventFollower follower;
  private final ReentrantLock one = new ReentrantLock();

  private final AtomicLong revision = new AtomicLong();
  private final Rounds rounds;

  /// Rows of another deployment are dropped.
  public Indexer(Database database, Contracts contracts, FollowingPolicy policy) {
    this.database = database;
    this.chain = contracts.chain();
    this.policy = policy;
    var followed = FOLLOWED.stream().map(contracts::contract).toList();
    this.table = new EventTable(followed);
    var addresses = followed.stream().map(Contract::address).toArray(Address[]::new);
    this.follower =
        new EventFollower(
            chain, LogFilter.of(addresses), contracts.deployment().block(), new Position(), policy);
    this.rounds = new Rounds("events", this::round, policy.pollInterval().multipliedBy(5));
    claim(Keccak256.hash(contracts.deployment().toJson()));
  }

  /// Follows in the background until closed.
  public Indexer start() {
    rounds.start();
    return this;
  }

  /// Takes everything up to the newest block of the moment.
  public void catchUp() {
    one.lock();
    try {
      follower.catchUp();
    } finally {
      one.unlock();
    }
  }

  /// Forgets everything; the next steps read it all from the chain again.
  public void rebuild() {
    one.lock();
    try {
      database.change(
          handle -> {
            handle.execute("DELETE FROM event");
            handle.execute("UPDATE follower SET position = NULL");
          });
      revision.incrementAndGet();
    } finally {
      one.unlock();
    }
  }

  /// Another number after each change of the table: whoever computes from it knows when to do so
  /// again.
  public long revision() {
    return revision.get();
  }

  /// The newest block whose events are in the table.
  public OptionalLong lastBlock() {
    return position().stream().mapToLong(FollowedBlocks::last).findFirst();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private Duration round() throws InterruptedException {
    one.lockInterruptibly();
    try {
      return follower.advance() ? Duration.ZERO : policy.pollInterval();
    } finally {
      one.unlock();
    }
  }

  private void claim(Bytes32 deployment) {
    database.change(
        handle -> {
          var known =
              handle.createQuery("SELECT deployment FROM follower").mapTo(String.class).findOne();
          if (known.filter(deployment.toString()::equals).isPresent()) {
            return;
          }
          known.ifPresent(
              other ->
                  LOG.warn(
                      "The contracts were deployed anew: what is known of the old ones is"
                          + " dropped"));
          for (var old : List.of("event", "follower", "offer", "quote", "opening")) {
            handle.execute("DELETE FROM " + old);
          }
          handle.execute(
              "INSERT INTO follower (id, deployment) VALUES (1, ?)", deployment.toString());
        });
  }

  private Optional<FollowedBlocks> position() {
    return database
        .read(
            handle ->
                handle
                    .createQuery("SELECT position FROM follower WHERE position IS NOT NULL")
                    .mapTo(String.class)
                    .findOne())
        .map(FollowedBlocks::parse);
  }

  /// Times of the blocks that hold new events: a log does not carry its block's time.
  private Map<Bytes32, Long> times(List<LogChange> changes) {
    var times = new HashMap<Bytes32, Long>();
    for (var change : changes) {
      if (change instanceof LogChange.Added(var log) && !times.containsKey(log.blockHash())) {
        var block =
            chain
                .block(BlockTag.hash(log.blockHash()))
                .orElseThrow(
                    () ->
                        new ChainException(
                            "Block " + log.blockHash() + " left the chain while it was read."));
        times.put(log.blockHash(), block.timestamp().getEpochSecond());
      }
    }
    return times;
  }

  private final class Position implements FollowerPosition {
    @Override
    public Optional<FollowedBlocks> load() {
      return position();
    }

    @Override
    public void advance(List<LogChange> changes, FollowedBlocks after) {
      var times = times(changes);
      database.change(
          handle -> {
            for (var change : new ArrayList<>(changes)) {
              switch (change) {
                case LogChange.Added(var log) ->
                    table.add(handle, log, times.getOrDefault(log.blockHash(), 0L));
                case LogChange.Removed(var log) -> table.remove(handle, log);
              }
            }
            handle.execute("UPDATE follower SET position = ?", after.toJson());
          });
      if (!changes.isEmpty()) {
        revision.incrementAndGet();
      }
    }
  }
}
