package network.flashback.acceptance.fault;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.acceptance.Eventually;
import network.flashback.chain.contract.Registry;
import network.flashback.settlement.reporter.ContractReporterChain;
import network.flashback.settlement.reporter.Reporter;
import network.flashback.settlement.reporter.ReporterChain;
import network.flashback.settlement.reporter.ReporterConfig;

/// Four real reporters, whose quorum is three. They follow the chain by themselves; the test waits
/// until what a moment asks of them is done.
final class ReporterSet implements AutoCloseable {
  static final int PROBES = 5;
  private static final int FIRST_KEY = 15;
  private static final int SIZE = 4;
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

  /// Longer than the slowest provider takes.
  private static final Duration QUIET = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final BigInteger STAKE = BigInteger.TEN.pow(22);

  private final FaultChain chain;
  private final List<Reporter> running = new ArrayList<>();
  private final Set<Long> planned = ConcurrentHashMap.newKeySet();
  private final HttpClient http = HttpClient.newHttpClient();

  ReporterSet(FaultChain chain, Path records, long seed) throws IOException {
    this.chain = chain;
    for (int key = FIRST_KEY; key < FIRST_KEY + SIZE; key++) {
      var way = chain.connect(key);
      var seen = watched(key, new ContractReporterChain(way.contracts(), way.sender()));
      var reporter =
          Reporter.start(
              config(records.resolve("reporter-" + key)),
              seen,
              chain.key(key),
              InstantSource.system(),
              new Random(seed + key));
      running.add(reporter);
      var flash = chain.contracts().deployment().address("FlashToken");
      var address = "http://127.0.0.1:" + reporter.port();
      chain.register(key, Registry.REPORTER, address, flash, STAKE);
    }
  }

  private static ReporterConfig config(Path records) {
    return new ReporterConfig(
        records,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        PROBES,
        PROBE_TIMEOUT,
        Duration.ofMillis(600),
        Duration.ofMillis(1_500),
        Duration.ofMillis(50),
        Optional.empty(),
        Optional.empty());
  }

  /// Seconds after an epoch's beginning at which all of its first `parts` probes are due.
  static long dueAfter(int parts) {
    return (FaultChain.EPOCH_SECONDS - PROBE_TIMEOUT.toSeconds()) * parts / PROBES + 1;
  }

  int running() {
    return running.size();
  }

  /// Stops some of them for good.
  void leave(int remaining) {
    while (running.size() > remaining) {
      running.removeLast().close();
    }
  }

  /// Returns when all of them know whom to probe in the epoch, before any probe is due.
  void awaitPlans(long epoch) throws Exception {
    Eventually.holds(
        "the reporters' plans for epoch " + epoch,
        PATIENCE,
        () -> {
          int ready = 0;
          for (int key = FIRST_KEY; key < FIRST_KEY + running.size(); key++) {
            ready += planned.contains(epoch << 8 | key) ? 1 : 0;
          }
          return ready == running.size();
        });
    // A plan is made right after its targets are known.
    Eventually.pause();
  }

  /// Probes recorded by those that run, since they started.
  long probes() throws Exception {
    long sum = 0;
    for (var reporter : running) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + reporter.port() + "/metrics"));
      for (var line : http.send(request.build(), BodyHandlers.ofString()).body().lines().toList()) {
        if (line.startsWith("reporter_probes_total")) {
          sum += (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
      }
    }
    return sum;
  }

  /// Returns when that many are recorded, or when no more come: of those due in an epoch's first
  /// seconds, some were planned too late.
  void awaitProbes(long expected) throws Exception {
    long seen = probes();
    long since = System.nanoTime();
    while (seen < expected && System.nanoTime() - since < QUIET.toNanos()) {
      Eventually.pause();
      long now = probes();
      since = now > seen ? System.nanoTime() : since;
      seen = now;
    }
  }

  void awaitReport(long epoch) throws Exception {
    Eventually.holds(
        "the report of epoch " + epoch,
        PATIENCE,
        () -> chain.contracts().quality().rootOf(epoch).postedAt() != 0);
  }

  @Override
  public void close() {
    leave(0);
    http.close();
  }

  /// The same chain, which notes when targets were asked for.
  private ReporterChain watched(int key, ReporterChain actual) {
    return (ReporterChain)
        Proxy.newProxyInstance(
            ReporterChain.class.getClassLoader(),
            new Class<?>[] {ReporterChain.class},
            (proxy, method, arguments) -> {
              try {
                var answer = method.invoke(actual, arguments);
                if (method.getName().equals("targets")) {
                  planned.add((Long) arguments[0] << 8 | key);
                }
                return answer;
              } catch (InvocationTargetException failed) {
                throw Objects.requireNonNull(failed.getCause());
              }
            });
  }
}
