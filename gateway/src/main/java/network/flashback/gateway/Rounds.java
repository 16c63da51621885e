package network.flashback.gateway;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.gateway.job.JobRounds;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.lifecycle.Lifecycle;
import network.flashback.gateway.manifest.ManifestLog;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.repair.Losses;
import network.flashback.gateway.repair.Repair;
import network.flashback.gateway.repair.Sweep;
import network.flashback.gateway.revision.Cosigning;
import network.flashback.providers.ProvingStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work of a gateway that no request waits for, each kind again and again on a thread of its
/// own.
final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final GatewayConfig config;
  private final JobRounds jobs;
  private final List<Kind> kinds;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  /// One kind of work; never done twice at once.
  private static final class Kind {
    private final String name;
    private final Runnable work;
    private final ReentrantLock working = new ReentrantLock();
    private final Semaphore hurry = new Semaphore(0);

    Kind(String name, Runnable work) {
      this.name = name;
      this.work = work;
    }

    void once() {
      working.lock();
      try {
        work.run();
      } catch (RuntimeException fault) {
        // The next round tries again; all progress is in the database.
        LOG.error("{} failed", name, fault);
      } finally {
        working.unlock();
      }
    }
  }

  Rounds(
      GatewayConfig config,
      Extents extents,
      Legs legs,
      Cosigning cosigning,
      Losses losses,
      Repair repair,
      Sweep sweep,
      Lifecycle lifecycle,
      ManifestLog manifests,
      JobRounds jobs,
      InstantSource clock) {
    this.config = config;
    this.jobs = jobs;
    this.kinds =
        List.of(
            new Kind("lease", () -> extents.renewLease(clock.millis() + config.lease().toMillis())),
            new Kind("losses", losses::round),
            new Kind("repair", repair::round),
            new Kind("sweep", sweep::round),
            new Kind("lifecycle", lifecycle::round),
            new Kind("jobs", jobs::round),
            new Kind("manifests", manifests::round),
            new Kind("cosigning", cosigning::round),
            new Kind("paying", () -> pay(legs)));
  }

  void start() {
    for (Kind kind : kinds) {
      threads.add(Thread.ofVirtual().name("gateway-" + kind.name).start(() -> repeat(kind)));
    }
  }

  /// Wakes all work: something has changed.
  void hurry() {
    kinds.forEach(kind -> kind.hurry.release());
  }

  /// One round of everything, in this thread.
  void once() {
    kinds.forEach(Kind::once);
  }

  @Override
  public void close() {
    closing = true;
    jobs.close();
    hurry();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void repeat(Kind kind) {
    while (!closing) {
      try {
        if (kind.hurry.tryAcquire(config.tick().toMillis(), TimeUnit.MILLISECONDS)) {
          kind.hurry.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
      if (!closing) {
        kind.once();
      }
    }
  }

  /// The rest of a read burst is paid within a tick.
  private static void pay(Legs legs) {
    legs.forgetGone();
    for (var leg : legs.all()) {
      if (leg.store() instanceof ProvingStore store) {
        try {
          store.settle();
        } catch (IOException e) {
          leg.failed(e);
          LOG.warn(
              "egress of agreement {} is not paid yet: {}",
              leg.leg().agreementId(),
              e.getMessage());
        }
      }
    }
  }
}
