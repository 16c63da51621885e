package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGeneratorFactory;

/// The load on all servers, each load on one after the other before the next one begins, so that
/// whatever else the machine does meets them alike. A program of its own: it prints [Figures].
///
/// What fails on one server is told among the figures, and the others go on.
final class LoadRun {
  private static final long SEED = 1;

  private final List<UnderLoad> servers;
  private final Scale scale;
  private final PrintStream out;
  private final Consumer<String> progress;

  LoadRun(
      List<Target> targets,
      Scale scale,
      PrintStream out,
      Consumer<String> progress,
      InstantSource clock) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    var contents = new Contents(random);
    // Those that have failed for good are taken out.
    this.servers =
        new ArrayList<>(
            targets.stream()
                .map(target -> new UnderLoad(target, scale, contents, random, clock))
                .toList());
    this.scale = scale;
    this.out = out;
    this.progress = progress;
  }

  public static void main(String[] arguments) throws Exception {
    var plan = LoadPlan.read(Path.of(arguments[0]));
    new LoadRun(
            plan.targets(),
            plan.scale(),
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            step -> System.err.println(step + " ..."),
            InstantSource.system())
        .run();
  }

  void run() throws InterruptedException {
    loadAverage("load before");
    var first = servers.getFirst();
    for (var server : List.copyOf(servers)) {
      if (!manages(server, "objects to read", () -> server.prepare(progress))) {
        servers.remove(server);
      }
    }
    for (var cell : scale.cells()) {
      progress.accept(cell.name());
      measure(cell);
    }
    if (scale.crowd().connections() > 0 && servers.contains(first)) {
      progress.accept(scale.crowd().connections() + " connections at once");
      var _ = manages(first, crowdName(scale.crowd()), () -> crowd(first));
    }
    for (var server : servers) {
      var _ = manages(server, "memory", () -> server.memory(out));
    }
    loadAverage("load after");
  }

  private void loadAverage(String figure) {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Figures.print(out, Figures.WHOLE, Figures.WHOLE, figure, Math.max(0, average));
  }

  private void measure(Cell cell) throws InterruptedException {
    Map<UnderLoad, List<Measured>> measured = new LinkedHashMap<>();
    for (var server : servers) {
      if (server.target().takes(cell)
          && manages(server, cell.name(), () -> server.warmUp(cell, progress))) {
        measured.put(server, new ArrayList<>());
      }
    }
    for (int round = 0; round < scale.rounds(); round++) {
      for (var server : List.copyOf(measured.keySet())) {
        var rounds = Objects.requireNonNull(measured.get(server));
        if (!manages(server, cell.name(), () -> rounds.add(server.measure(cell)))) {
          measured.remove(server);
        }
      }
    }
    measured.forEach(
        (server, rounds) -> Figures.print(out, cell, server.target(), Measured.median(rounds)));
    servers.removeIf(server -> !server.target().isAlive());
  }

  private void crowd(UnderLoad server) throws IOException, InterruptedException {
    var outcome = server.crowd();
    outcome.reasons().forEach(progress);
    var name = crowdName(scale.crowd());
    Figures.print(out, name, server.target().name(), "failed", outcome.failed());
    Figures.print(out, name, server.target().name(), "succeeded", outcome.succeeded());
  }

  static String crowdName(Crowd.Size size) {
    return "%d connections at once, slow ones among them".formatted(size.connections());
  }

  /// One step on one server.
  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  /// Whether the step succeeds; its failure is printed.
  private boolean manages(UnderLoad server, String what, Step step) throws InterruptedException {
    try {
      step.take();
      return true;
    } catch (IOException | IllegalStateException failed) {
      progress.accept("failed: %s, %s".formatted(what, server.target().name()));
      Figures.printFailure(
          out, what, server.target().name(), Objects.toString(failed.getMessage()));
      return false;
    }
  }
}
