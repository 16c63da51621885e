package network.flashback.settlement.reporter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import network.flashback.chain.ChainException;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import network.flashback.settlement.reporter.ReporterChain.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes all agreements of one epoch, each several times, at moments that nobody can foresee.
final class EpochProbing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EpochProbing.class);
  // Bounds what one reporter holds open, when many nodes hang.
  private static final int AT_ONCE = 256;
  private static final int RUN_ATTEMPTS = 3;

  private final long epoch;
  private final ReporterChain chain;
  private final Measuring measuring;
  private final ProbeRecords records;
  private final ChainTime time;
  private final ReporterConfig config;
  private final RandomGenerator random;
  private final ProbeCounter counter;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor();

  /// How nodes are measured.
  ///
  /// @param runs reads them
  /// @param writes as large as the largest run
  record Measuring(Prober prober, RunReader runs, RunWriter writes) {}

  /// Told of every recorded probe.
  interface ProbeCounter {
    void count(ProbeOutcome outcome);
  }

  EpochProbing(
      long epoch,
      ReporterChain chain,
      Measuring measuring,
      ProbeRecords records,
      ChainTime time,
      ReporterConfig config,
      RandomGenerator random,
      ProbeCounter counter) {
    this.epoch = epoch;
    this.chain = chain;
    this.measuring = measuring;
    this.records = records;
    this.time = time;
    this.config = config;
    this.random = random;
    this.counter = counter;
  }

  /// A probe to come.
  ///
  /// @param run whether a run of leaves is read as well, once in an epoch
  /// @param write whether bytes are written as well, once in an epoch
  record Planned(Instant at, Target target, boolean run, boolean write) {}

  /// Goes on until the epoch has no time left for another probe.
  void run() throws InterruptedException {
    for (Planned planned : plan(targets())) {
      sleepUntil(planned.at());
      slots.acquire();
      probes.execute(
          () -> {
            try {
              probe(planned.target());
              if (planned.run()) {
                read(planned.target());
              }
              if (planned.write()) {
                write(planned.target());
              }
            } finally {
              slots.release();
            }
          });
    }
  }

  ProbeRecords records() {
    return records;
  }

  private List<Target> targets() throws InterruptedException {
    while (time.now().isBefore(lastMoment())) {
      try {
        return chain.targets(epoch);
      } catch (ChainException unreachable) {
        LOG.warn("Probing waits for the chain: {}", unreachable.getMessage());
        Thread.sleep(config.pace());
      }
    }
    return List.of();
  }

  // One probe somewhere in each of as many equal parts of the epoch, so that they are spread and
  // yet
  // cannot be foreseen. What lies in the past after a late start is left out.
  private List<Planned> plan(List<Target> targets) {
    Instant start = Instant.ofEpochSecond(chain.schedule().startOf(epoch));
    long part = Duration.between(start, lastMoment()).toMillis() / config.probesPerEpoch();
    Instant now = time.now();
    List<Planned> plan = new ArrayList<>();
    for (Target target : targets) {
      int run = random.nextInt(config.probesPerEpoch());
      int write = random.nextInt(config.probesPerEpoch());
      for (int i = 0; i < config.probesPerEpoch(); i++) {
        Instant at = start.plusMillis(part * i + random.nextLong(Math.max(1, part)));
        if (at.isAfter(now)) {
          plan.add(new Planned(at, target, i == run, i == write));
        }
      }
    }
    plan.sort(Comparator.comparing(Planned::at));
    return plan;
  }

  private Instant lastMoment() {
    return Instant.ofEpochSecond(chain.schedule().endOf(epoch)).minus(config.probeTimeout());
  }

  private void sleepUntil(Instant at) throws InterruptedException {
    Duration left = Duration.between(time.now(), at);
    while (left.isPositive()) {
      // In short pieces: the chain's time may jump.
      Thread.sleep(left.compareTo(config.pace()) < 0 ? left : config.pace());
      left = Duration.between(time.now(), at);
    }
  }

  // Trouble of this reporter's own, with the chain or the disk, is no fault of the provider's: then
  // nothing is recorded.
  private void probe(Target target) {
    try {
      List<Commitment> commitments = chain.commitmentsOf(target.agreementId(), epoch);
      if (commitments.isEmpty()) {
        return;
      }
      long index = random.nextLong(commitments.getFirst().leaves());
      Instant at = time.now();
      var id = target.agreementId();
      var question =
          new Prober.Question(target, index, commitments, at, SignedAnswer.nonce(epoch, random));
      ProbeOutcome outcome = measuring.prober().probe(question);
      if (outcome instanceof ProbeOutcome.Wrong) {
        // The revision may have changed while the question was on its way.
        List<Commitment> after = chain.commitmentsOf(id, epoch);
        if (!after.equals(commitments)) {
          return;
        }
      }
      if (records.add(id, index, at, outcome)) {
        counter.count(outcome);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (ChainException | IOException own) {
      LOG.warn("A probe of agreement {} is left out: {}", target.agreementId(), own.getMessage());
    }
  }

  // A piece may be removed between proof and read, which is no fault: another leaf is drawn then.
  // What
  // fails each time counts as no throughput at all.
  private void read(Target target) {
    try {
      for (int attempt = 1; attempt <= RUN_ATTEMPTS; attempt++) {
        List<Commitment> commitments = chain.commitmentsOf(target.agreementId(), epoch);
        if (commitments.isEmpty()) {
          return;
        }
        long index = random.nextLong(commitments.getFirst().leaves());
        Instant at = time.now();
        var question =
            new Prober.Question(target, index, commitments, at, SignedAnswer.nonce(epoch, random));
        RunOutcome outcome = measuring.runs().read(question);
        boolean last = attempt == RUN_ATTEMPTS;
        if (outcome instanceof RunOutcome.Read || (last && outcome instanceof RunOutcome.Failed)) {
          records.add(target.agreementId(), index, at, outcome);
          return;
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (ChainException | IOException own) {
      LOG.warn("A run of agreement {} is left out: {}", target.agreementId(), own.getMessage());
    }
  }

  // A node that has too much to do may say so twice. What fails each time counts as no throughput
  // at
  // all.
  private void write(Target target) {
    try {
      for (int attempt = 1; attempt <= RUN_ATTEMPTS; attempt++) {
        if (chain.commitmentsOf(target.agreementId(), epoch).isEmpty()) {
          return;
        }
        Instant at = time.now();
        var seed = new byte[Bytes32.SIZE];
        random.nextBytes(seed);
        WriteOutcome outcome =
            measuring
                .writes()
                .write(
                    new RunWriter.Deed(
                        target, at, SignedAnswer.nonce(epoch, random), Bytes32.of(seed)));
        if (outcome instanceof WriteOutcome.Written || attempt == RUN_ATTEMPTS) {
          records.add(target.agreementId(), at, outcome);
          return;
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (ChainException | IOException own) {
      LOG.warn("A write for agreement {} is left out: {}", target.agreementId(), own.getMessage());
    }
  }

  @Override
  public void close() {
    probes.shutdownNow();
  }
}
