package network.flashback.gateway.manifest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Manifests;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.gateway.write.CopyWriter;
import network.flashback.gateway.write.Starting;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the metadata of every SLA at its own legs: what changed is sealed as a manifest, and the
/// manifest put whole at each leg.
///
/// Changes of many requests go together: whoever waits joins the next round, and one round runs at
/// a time for each SLA.
public final class ManifestLog {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestLog.class);

  private final Legs legs;
  private final Manifests manifests;
  private final CopyWriter copies;
  private final ManifestNames names;
  private final Acknowledgement level;
  private final InstantSource clock;
  private final Set<Bytes32> open = ConcurrentHashMap.newKeySet();
  private final Map<Bytes32, Turns> turns = new ConcurrentHashMap<>();
  private volatile long lagMillis;

  /// @param level how many losses a manifest survives: as many as acknowledged data does
  public ManifestLog(
      Legs legs,
      Manifests manifests,
      CopyWriter copies,
      ManifestNames names,
      Acknowledgement level,
      InstantSource clock) {
    this.legs = legs;
    this.manifests = manifests;
    this.copies = copies;
    this.names = names;
    this.level = level;
    this.clock = clock;
  }

  /// Brings the logs of all SLAs up to date; one that cannot be written now is tried again with the
  /// next round.
  public void round() {
    var oldest = 0L;
    for (Sla sla : legs.slas()) {
      if (Starting.isUnderWay(sla, copiesOf(sla))) {
        // What changed stays noted until there are legs that will not become void.
        oldest = Math.max(oldest, lag(sla.id()).toMillis());
        continue;
      }
      try {
        await(sla);
        if (manifests.snapshotIfDue(sla.id())) {
          LOG.info("SLA {}: its manifests are written anew, older ones will go", sla.id());
        }
      } catch (IOException e) {
        LOG.warn("manifests of SLA {} wait: {}", sla.id(), e.getMessage());
      }
      oldest = Math.max(oldest, lag(sla.id()).toMillis());
    }
    lagMillis = oldest;
  }

  /// How many legs must take a manifest, at least.
  public int copiesOf(Sla sla) {
    return level.copies(sla.redundancy());
  }

  /// Returns when everything that was committed before this call can be recovered from the legs.
  ///
  /// @throws StoreException when too few legs take manifests now
  public void await(Sla sla) throws IOException {
    turns.computeIfAbsent(sla.id(), id -> new Turns()).join(() -> write(sla));
  }

  /// How old the oldest change of an SLA is that could not be recovered from its legs.
  public Duration lag(Bytes32 slaId) {
    var lag = manifests.lag(slaId);
    return lag.oldestAt() == 0
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, clock.millis() - lag.oldestAt()));
  }

  /// The longest lag the last round found, milliseconds.
  public long lagMillis() {
    return lagMillis;
  }

  private void write(Sla sla) throws IOException {
    var all = Redundancy.of(1, sla.legs().size());
    var form = new ManifestForm(names, sla);
    openLog(sla);
    // While these cannot be put no more are made: what changes meanwhile is noted, and one manifest
    // will say all of it.
    putWaiting(sla);
    var made = manifests.take(sla.id(), all, form, clock.millis());
    putWaiting(sla);
    if (made > 0) {
      var old = manifests.doomSuperseded(sla.id(), clock.millis());
      if (old > 0) {
        LOG.info("SLA {}: {} manifests are needed no more", sla.id(), old);
      }
    }
  }

  /// Also those another gateway left behind; always the oldest first, so that none is missing in
  /// between.
  private void putWaiting(Sla sla) throws IOException {
    for (var next = manifests.waiting(sla.id());
        next.isPresent();
        next = manifests.waiting(sla.id())) {
      put(sla, next.get());
    }
  }

  /// Begins the log of an SLA, unless its legs show that there was one already: then this database
  /// is not the one they belong to, and what it says must not be taken for the newest.
  private void openLog(Sla sla) throws IOException {
    if (open.contains(sla.id())) {
      return;
    }
    if (!manifests.isOpen(sla.id())) {
      requireNoLog(sla);
      manifests.open(sla.id(), clock.millis());
    }
    open.add(sla.id());
  }

  private void requireNoLog(Sla sla) throws IOException {
    var heard = 0;
    var found = new AtomicLong();
    for (Agreements.Leg leg : sla.legs()) {
      // Nothing lies at a leg before its start.
      var store = leg.state() == State.STARTING ? Optional.<LegStore>empty() : legs.store(leg);
      if (store.isPresent()) {
        try {
          Inventory.of(
              store.get(),
              (name, slot) ->
                  names.read(sla.id(), name).ifPresent(named -> found.incrementAndGet()));
        } catch (IOException e) {
          LOG.warn("provider {} does not tell what it holds: {}", leg.providerId(), e.getMessage());
          continue;
        }
      }
      heard += leg.state() == State.GONE ? 0 : 1;
    }
    if (found.get() > 0) {
      throw new StoreException(
          Reason.CONFLICT,
          "the legs of SLA %s hold %d copies of manifests that this database does not know: it was lost or is another one. Stop the gateway and run 'flashback recover' into an empty database"
              .formatted(sla.id(), found.get()));
    }
    // Each manifest there was is at one of so many.
    if (heard <= sla.legs().size() - copiesOf(sla)) {
      throw new StoreException(
          Reason.UNAVAILABLE,
          "too few legs of SLA %s tell whether there are manifests that this database does not know"
              .formatted(sla.id()));
    }
  }

  private void put(Sla sla, Manifests.Waiting manifest) throws IOException {
    var there = sla.legs().size() - manifest.pieces().size();
    var required = Math.max(0, copiesOf(sla) - there);
    var puts =
        copies.write(
            sla,
            Manifests.bucketOf(sla.id()),
            manifest.extent(),
            manifest.body(),
            manifest.pieces(),
            required);
    manifests.put(manifest.extent(), puts);
  }

  /// One round, which may fail.
  private interface Round {
    void run() throws IOException;
  }

  /// Rounds one after the other, each for all who came before it began.
  private static final class Turns {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long begun;
    private long done;
    private boolean running;
    private @Nullable IOException failure;
    private long failed;

    void join(Round round) throws IOException {
      lock.lock();
      try {
        // What is under way may have looked before we committed.
        var wanted = begun + 1;
        while (done < wanted) {
          if (running) {
            changed.await();
          } else {
            run(round);
          }
        }
        var why = failure;
        if (why != null && failed >= wanted) {
          throw again(why);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the manifests");
      } finally {
        lock.unlock();
      }
    }

    /// The same failure for each who waited, with a stack of its own.
    private static StoreException again(IOException why) {
      var reason = why instanceof StoreException store ? store.reason() : Reason.UNAVAILABLE;
      return new StoreException(reason, String.valueOf(why.getMessage()), why);
    }

    private void run(Round round) {
      running = true;
      var number = ++begun;
      lock.unlock();
      // Until it is known better: also what is no exception must not look like a success.
      Optional<IOException> why = Optional.of(new IOException("the manifests were broken off"));
      try {
        round.run();
        why = Optional.empty();
      } catch (IOException e) {
        why = Optional.of(e);
      } catch (RuntimeException e) {
        why = Optional.of(new IOException("the manifests could not be written: " + e, e));
      } finally {
        lock.lock();
        running = false;
        done = number;
        if (why.isPresent()) {
          failure = why.get();
          failed = number;
        }
        changed.signalAll();
      }
    }
  }
}
