package network.flashback.settlement.reporter;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import network.flashback.chain.Block;
import network.flashback.chain.ChainException;
import network.flashback.evm.Wallet;
import network.flashback.http.HealthCheck.Health;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reporter role: probes through every epoch, reports after its end, and serves what it
/// published, until closed.
public final class Reporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
  private static final Duration PEER_TIMEOUT = Duration.ofSeconds(1);

  private final ReporterConfig config;
  private final ReporterChain chain;
  private final Wallet wallet;
  private final ChainTime time;
  private final RandomGenerator random;
  private final BoundedHttp http;
  private final Peers peers;
  private final EpochFiles files;
  private final Judge judge;
  private final Operations operations;
  private final Map<Long, EpochProbing> probing = new ConcurrentHashMap<>();
  private final Set<Long> exchanging = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health.Healthy("not yet looked at the chain"));
  private final HttpServer server;
  private volatile boolean closed;

  private Reporter(
      ReporterConfig config,
      ReporterChain chain,
      Wallet wallet,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    this.config = config;
    this.chain = chain;
    this.wallet = wallet;
    this.time = new ChainTime(clock);
    this.random = random;
    this.http = new BoundedHttp(PEER_TIMEOUT);
    this.peers = new Peers(http, PEER_TIMEOUT);
    this.files = new EpochFiles(config.records(), chain, wallet);
    this.judge = new Judge(chain, files, time, wallet.address(), probing::containsKey);
    this.operations = new Operations("reporter", Map.of("chain", health::get));
    this.server =
        operations.serve(
            HttpServerConfig.on(config.listen().getHostString(), config.listen().getPort(), clock)
                .over(config.tls()),
            new ReporterApi(files, judge).handler());
  }

  /// Reports until closed.
  ///
  /// @param wallet whose address is registered as the reporter's node key
  /// @param random from which moments and leaves are drawn: a SecureRandom outside tests
  /// @throws IOException when the directory or the port cannot be used
  public static Reporter start(
      ReporterConfig config,
      ReporterChain chain,
      Wallet wallet,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    var reporter = new Reporter(config, chain, wallet, clock, random);
    reporter.begin("reporter", reporter::follow);
    LOG.info("Reporter {} serves on port {}", wallet.address(), reporter.port());
    return reporter;
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    closed = true;
    probing.values().forEach(EpochProbing::close);
    List<Thread> running = List.copyOf(threads);
    running.forEach(Thread::interrupt);
    try {
      for (Thread thread : running) {
        thread.join(CLOSE_GRACE);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    server.close();
    peers.close();
    http.close();
    operations.close();
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void begin(String name, Work work) {
    var thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException failed) {
                    LOG.error("{} failed", name, failed);
                  } finally {
                    threads.remove(Thread.currentThread());
                  }
                });
    threads.add(thread);
    thread.start();
  }

  private void follow() throws InterruptedException {
    while (!closed) {
      try {
        Block head = chain.head();
        time.observe(head);
        if (time.blockSecond() >= chain.schedule().genesis()) {
          keepUp(chain.schedule().epochAt(time.blockSecond()));
        }
        health.set(new Health.Healthy("block " + head.number()));
      } catch (ChainException unreachable) {
        LOG.warn("Reporting waits: {}", unreachable.getMessage());
        health.set(new Health.Unhealthy(String.valueOf(unreachable.getMessage())));
      } catch (IOException disk) {
        LOG.error("Reporting waits for the disk: {}", disk.getMessage());
        health.set(new Health.Unhealthy("disk: " + disk.getMessage()));
      }
      Thread.sleep(config.pace());
    }
  }

  private void keepUp(long epoch) throws IOException {
    if (!probing.containsKey(epoch)) {
      beginProbing(epoch);
    }
    if (epoch > 0 && exchanging.add(epoch - 1)) {
      begin("report of epoch " + (epoch - 1), () -> report(epoch - 1));
      // By now the root of the epoch before is final.
      if (epoch > 1) {
        begin("fees of epoch " + (epoch - 2), () -> collectFees(epoch - 2));
      }
    }
    exchanging.removeIf(old -> old < epoch - 1);
    // Epochs that passed while the chain could not be reached have nothing to be reported for.
    for (Map.Entry<Long, EpochProbing> old : probing.entrySet()) {
      if (old.getKey() < epoch - 1) {
        closeProbing(old.getKey());
      }
    }
  }

  private void beginProbing(long epoch) throws IOException {
    var prober = new Prober(http, wallet, config.probeTimeout());
    var runs = new RunReader(http, prober, wallet.address(), config.probeTimeout());
    var writes = new RunWriter(http, prober, wallet.address(), config.probeTimeout());
    var one =
        new EpochProbing(
            epoch,
            chain,
            new EpochProbing.Measuring(prober, runs, writes),
            files.records(epoch),
            time,
            config,
            random,
            this::count);
    probing.put(epoch, one);
    var promises =
        new PromiseFetch(chain, files.promises(), http, peers, config.market(), wallet.address());
    begin("promises of epoch " + epoch, () -> promises.fetch(epoch));
    begin("probes of epoch " + epoch, one::run);
  }

  private void report(long epoch) throws InterruptedException {
    try {
      EpochProbing one = probing.get(epoch);
      if (one != null) {
        files.close(epoch, one.records());
        closeProbing(epoch);
      } else {
        closeAfterRestart(epoch);
      }
    } catch (IOException disk) {
      LOG.error("Epoch {} cannot be summed up: {}", epoch, disk.getMessage());
    }
    var exchange =
        new EpochExchange(epoch, chain, peers, files, judge, time, config, wallet.address());
    boolean posted = exchange.run();
    keepRecords(epoch);
    operations
        .registry()
        .counter("reporter.epochs", "posted", Boolean.toString(posted))
        .increment();
  }

  // What is missing is asked for again after the next epoch.
  private void keepRecords(long epoch) throws InterruptedException {
    try {
      new RecordsKeeper(chain, peers, files, wallet.address()).keep(epoch);
    } catch (IOException | ChainException failed) {
      LOG.warn("Other reporters' records wait: {}", failed.getMessage());
    }
  }

  // Whatever goes wrong is made up for after the next epoch.
  private void collectFees(long epoch) {
    try {
      var collected = chain.collectFees(epoch);
      if (collected.signum() > 0) {
        LOG.info("The fee share of {} units reached the payout wallet", collected);
        operations.registry().counter("reporter.fee.shares").increment();
      }
    } catch (ChainException failed) {
      LOG.warn("Fees of epoch {} wait: {}", epoch, failed.getMessage());
    }
  }

  // Killed between the end of an epoch and its summary: the records are all there. Without any,
  // this
  // reporter measured nothing and says nothing.
  private void closeAfterRestart(long epoch) throws IOException {
    if (!files.hasRecords(epoch)) {
      return;
    }
    try (ProbeRecords records = files.records(epoch)) {
      files.close(epoch, records);
    }
  }

  private void closeProbing(long epoch) throws IOException {
    EpochProbing one = probing.get(epoch);
    if (one != null) {
      one.close();
      one.records().close();
      probing.remove(epoch);
    }
  }

  private void count(ProbeOutcome outcome) {
    String name =
        switch (outcome) {
          case ProbeOutcome.Right right -> "right";
          case ProbeOutcome.Wrong wrong -> "wrong";
          case ProbeOutcome.Silent silent -> "silent";
        };
    Counter.builder("reporter.probes")
        .tag("outcome", name)
        .register(operations.registry())
        .increment();
  }

  /// The summary of an epoch, as this reporter signed it.
  Optional<network.flashback.settlement.quality.Summary.Signed> summary(long epoch)
      throws IOException {
    return files.summary(epoch);
  }
}
