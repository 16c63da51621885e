package network.flashback.gateway.job;

import java.io.IOException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.write.Pace;

/// A job while a gateway works on it: paces it, and ends it soon after it was paused, cancelled, or
/// the gateway is being stopped.
final class Run implements Pace {
  /// How often the database is asked whether the job is still wanted.
  private static final long LOOK_NANOS = 500_000_000L;

  private final UUID job;
  private final UUID worker;
  private final Jobs jobs;
  private final Pace budget;
  private final BooleanSupplier stopping;
  private final long sliceEnds;
  private long lookedAt = System.nanoTime() - LOOK_NANOS;

  Run(
      UUID job,
      UUID worker,
      Jobs jobs,
      Pace budget,
      BooleanSupplier stopping,
      java.time.Duration slice) {
    this.job = job;
    this.worker = worker;
    this.jobs = jobs;
    this.budget = budget;
    this.stopping = stopping;
    this.sliceEnds = System.nanoTime() + slice.toNanos();
  }

  /// The job is not to go on; nothing has failed.
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("the job was paused or cancelled, or the gateway is being stopped");
    }
  }

  /// Whether its turn is over: other jobs wait.
  boolean isOver() {
    return System.nanoTime() > sliceEnds;
  }

  /// @throws Stopped when it is not to go on
  void requireWanted() throws Stopped {
    var now = System.nanoTime();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      if (!jobs.isWanted(job, worker)) {
        throw new Stopped();
      }
    }
    if (stopping.getAsBoolean()) {
      throw new Stopped();
    }
  }

  @Override
  public void take(long bytes) throws IOException {
    requireWanted();
    budget.take(bytes);
  }
}
