package network.flashback.market.listing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.market.Measurements;
import network.flashback.market.database.Rounds;

/// Reads what reporters measured, report by report, as their roots come onto the chain. A report
/// that nobody serves now is asked for again later.
public final class ReadReports implements AutoCloseable {
  private static final Duration PACE = Duration.ofSeconds(5);

  /// Reports that are looked for at once; older ones wait until newer ones are read.
  private static final int AT_ONCE = 100;

  private final Tracks tracks;
  private final Measurements measurements;
  private final AtomicLong revision = new AtomicLong();
  private final ReentrantLock one = new ReentrantLock();

  private final Rounds rounds = new Rounds("reports", this::round, PACE);

  public ReadReports(Tracks tracks, Measurements measurements) {
    this.tracks = tracks;
    this.measurements = measurements;
  }

  /// Reads in the background until closed.
  public void start() {
    rounds.start();
  }

  /// Reads every posted report that is served at the moment.
  public void catchUp() {
    one.lock();
    try {
      for (var report : tracks.unread(AT_ONCE)) {
        var measured = measurements.in(report);
        if (measured.isPresent()) {
          tracks.keep(report, measured.get());
          revision.incrementAndGet();
        }
      }
    } finally {
      one.unlock();
    }
  }

  /// Another number after each report that was read.
  public long revision() {
    return revision.get();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private Duration round() {
    catchUp();
    return PACE;
  }
}
