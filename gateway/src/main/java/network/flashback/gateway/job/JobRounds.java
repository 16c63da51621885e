package network.flashback.gateway.job;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Jobs.Failure;
import network.flashback.gateway.metadata.Jobs.Job;
import network.flashback.gateway.metadata.Jobs.State;
import network.flashback.gateway.metadata.Moves;
import network.flashback.gateway.write.Budget;
import network.flashback.gateway.write.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on the jobs there are, in turns. One gateway at a time works on a job; another one goes on
/// with it when that one's lease is over.
public final class JobRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRounds.class);

  /// How long a job goes on while others wait.
  private static final Duration SLICE = Duration.ofSeconds(5);

  /// After a failure of an item, doubled with each further one.
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /// How often an item is tried before it counts as failed for good.
  static final int ATTEMPTS_MAX = 5;

  /// So many failures one after the other are no matter of the items.
  private static final int FAILURES_IN_ROW_MAX = 10;

  private static final int RETRIED_AT_ONCE = 50;

  private final UUID worker;
  private final Jobs jobs;
  private final Moves moves;
  private final Settling settling;
  private final Works works;
  private final Pace shared;
  private final InstantSource clock;
  private final Map<UUID, Pace> budgets = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /// @param worker this gateway, as the database knows it by its lease
  /// @param works how a job is done
  /// @param shared what all background work together may use
  public JobRounds(
      UUID worker,
      Jobs jobs,
      Moves moves,
      Settling settling,
      Works works,
      Pace shared,
      InstantSource clock) {
    this.worker = worker;
    this.jobs = jobs;
    this.moves = moves;
    this.settling = settling;
    this.works = works;
    this.shared = shared;
    this.clock = clock;
  }

  /// Works until no job can go on for now.
  public void round() {
    moves.abandonOrphans(clock.millis());
    try {
      settling.settle();
    } catch (IOException e) {
      LOG.warn("what moves left behind stays for now: {}", e.getMessage());
    }
    for (var next = claim(); next.isPresent(); next = claim()) {
      turn(next.get());
    }
  }

  /// Ends the turn under way soon.
  @Override
  public void close() {
    stopping = true;
  }

  private Optional<Job> claim() {
    return stopping ? Optional.empty() : jobs.claim(worker, clock.millis());
  }

  private void turn(Job job) {
    var nextAt = clock.millis();
    var note = "";
    try {
      var run = new Run(job.id(), worker, jobs, paceOf(job), () -> stopping, SLICE);
      try (var work = works.of(job, run)) {
        var later = work(job, run, work);
        nextAt = later.at;
        note = later.note;
      }
    } catch (Run.Stopped stopped) {
      LOG.info("job {} stops for now", job.id());
    } catch (IOException e) {
      note = "It waits: " + e.getMessage();
      nextAt = clock.millis() + PAUSE.toMillis();
      LOG.warn("job {} waits: {}", job.id(), e.getMessage());
    } catch (RuntimeException fault) {
      note = "It waits, since something failed inside: " + fault;
      nextAt = clock.millis() + PAUSE.toMillis();
      LOG.error("job {} failed inside", job.id(), fault);
    }
    jobs.release(job.id(), worker, nextAt, note);
  }

  /// When a job goes on, and why not before.
  private record Later(long at, String note) {}

  private Later work(Job job, Run run, Work work) throws IOException {
    if (!job.planned()) {
      work.plan();
    }
    var failedInRow = 0;
    while (!run.isOver()) {
      var done = 0;
      for (Failure failure : due(job)) {
        run.requireWanted();
        done++;
        failedInRow =
            attempt(job, work, work.again(failure.item()), failure.attempts())
                ? 0
                : failedInRow + 1;
      }
      for (Work.Item item : work.next()) {
        run.requireWanted();
        done++;
        failedInRow = attempt(job, work, item, 0) ? 0 : failedInRow + 1;
        if (run.isOver() || failedInRow >= FAILURES_IN_ROW_MAX) {
          break;
        }
      }
      if (failedInRow >= FAILURES_IN_ROW_MAX) {
        var last = jobs.failures(job.id(), 1);
        return new Later(
            clock.millis() + PAUSE.toMillis(),
            "It waits: much failed one after the other, such as "
                + last.stream().map(one -> one.name() + ": " + one.why()).findFirst().orElse(""));
      }
      if (done == 0) {
        var waiting = jobs.failures(job.id(), ATTEMPTS_MAX, 1);
        if (!waiting.isEmpty()) {
          return new Later(waiting.getFirst().nextAt(), "What failed is tried again.");
        }
        if (finish(job, work)) {
          return new Later(clock.millis(), noteOf(job));
        }
      }
    }
    return new Later(clock.millis(), "");
  }

  private List<Failure> due(Job job) {
    return jobs.failures(job.id(), ATTEMPTS_MAX, RETRIED_AT_ONCE).stream()
        .filter(failure -> failure.nextAt() <= clock.millis())
        .toList();
  }

  private boolean attempt(Job job, Work work, Work.Item item, int before) throws Run.Stopped {
    try {
      item.act().perform();
      return true;
    } catch (Run.Stopped stopped) {
      throw stopped;
    } catch (IOException | RuntimeException e) {
      var name = work.nameOf(item.id());
      var why = e.getMessage() == null ? e.toString() : e.getMessage();
      var next = clock.millis() + PAUSE.multipliedBy(1L << before).toMillis();
      LOG.warn("job {}: {} failed: {}", job.id(), name, why);
      jobs.failed(job.id(), new Failure(item.id(), name, why, before + 1, next));
      return false;
    }
  }

  private boolean finish(Job job, Work work) throws IOException {
    var failures = failures(job);
    if (!work.finish(failures)) {
      return false;
    }
    var end = failures == 0 ? State.DONE : State.FAILED;
    if (jobs.order(job.id(), List.of(State.RUNNING), end, noteOf(job), clock.millis())) {
      LOG.info("job {}, {}: {}", job.id(), job.kind(), end.word());
      budgets.remove(job.id());
    }
    return true;
  }

  private long failures(Job job) {
    return jobs.find(job.id()).map(Job::failures).orElse(0L);
  }

  private String noteOf(Job job) {
    var failures = failures(job);
    return failures == 0
        ? ""
        : failures
            + " of it failed "
            + ATTEMPTS_MAX
            + " times. Look at the failures, put right what they name, and resume the job.";
  }

  private Pace paceOf(Job job) {
    var own = budgets.computeIfAbsent(job.id(), id -> Budget.of(job.rate()));
    return bytes -> {
      shared.take(bytes);
      own.take(bytes);
    };
  }
}
