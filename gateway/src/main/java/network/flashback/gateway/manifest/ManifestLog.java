package network.flashback.gateway.manifest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Manifests;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.gateway.write.CopyWriter;
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

  /// Returns when everything that was committed before this call can be recovered from the legs.
  ///
  /// @throws IOException when too few legs take manifests now
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
    var made = manifests.take(sla.id(), all, form, clock.millis());
    // Also those another gateway left behind; always the oldest first, so that none is missing in
    // between.
    for (var next = manifests.waiting(sla.id());
        next.isPresent();
        next = manifests.waiting(sla.id())) {
      put(sla, next.get());
    }
    if (made > 0) {
      var old = manifests.doomSuperseded(sla.id(), clock.millis());
      if (old > 0) {
        LOG.info("SLA {}: {} manifests are needed no more", sla.id(), old);
      }
    }
  }

  private void put(Sla sla, Manifests.Waiting manifest) throws IOException {
    var there = sla.legs().size() - manifest.pieces().size();
    var required = Math.max(0, level.copies(sla.redundancy()) - there);
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
          throw new IOException(why.getMessage(), why);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the manifests");
      } finally {
        lock.unlock();
      }
    }

    private void run(Round round) {
      running = true;
      var number = ++begun;
      lock.unlock();
      Optional<IOException> why = Optional.empty();
      try {
        round.run();
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
