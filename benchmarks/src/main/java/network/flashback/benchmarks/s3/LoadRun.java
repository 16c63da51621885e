package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import network.flashback.benchmarks.ProcessorTime;

/// The load on all servers, each load on one after the other before the next one begins, so that
/// whatever else the machine does meets them alike. A program of its own: it prints [Figures].
final class LoadRun {
  private static final long SEED = 1;
  private static final int READ_BYTES_MAX = 128 << 20;
  private static final int READ_OBJECTS_MAX = 256;
  private static final int LISTED_CONNECTIONS = 16;
  private static final int PAGES = 64;

  private final List<Target> targets;
  private final Scale scale;
  private final PrintStream out;
  private final Consumer<String> progress;
  private final InstantSource clock;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  private final Map<Integer, byte[]> contents = new HashMap<>();
  private int written;

  LoadRun(
      List<Target> targets,
      Scale scale,
      PrintStream out,
      Consumer<String> progress,
      InstantSource clock) {
    this.targets = List.copyOf(targets);
    this.scale = scale;
    this.out = out;
    this.progress = progress;
    this.clock = clock;
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

  void run() throws IOException, InterruptedException {
    loadAverage("load before");
    for (var target : targets) {
      progress.accept("objects to read, " + target.name());
      prepare(target);
    }
    for (var cell : scale.cells()) {
      progress.accept(cell.name());
      measure(cell);
    }
    if (scale.crowd().connections() > 0) {
      progress.accept(scale.crowd().connections() + " connections at once");
      crowd(targets.getFirst());
    }
    for (var target : targets) {
      memory(target);
    }
    loadAverage("load after");
  }

  private void loadAverage(String figure) {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Figures.print(out, Figures.WHOLE, Figures.WHOLE, figure, Math.max(0, average));
  }

  private void prepare(Target target) throws IOException, InterruptedException {
    var requests = new Requests(target, target.bucket(), clock);
    try (var caller = new Caller(target.endpoint())) {
      if (target.keys().isPresent()) {
        create(caller, requests);
      }
      if (!target.tags().isEmpty()) {
        caller.call(requests.tagBucket(target.tags()));
      }
      if (target.isOpaque()) {
        return;
      }
      for (int bytes : scale.sizes()) {
        for (int i = 0; i < objects(bytes); i++) {
          caller.call(requests.put(readKey(bytes, i), content(bytes)));
        }
      }
    }
    if (target.keys().isPresent()
        && scale.cells().stream().anyMatch(cell -> isList(cell, target))) {
      prepareList(target);
    }
  }

  private static boolean isList(Cell cell, Target target) {
    return cell.verb() == Verb.LIST && target.takes(cell);
  }

  /// A key works once the gateway has seen its grant on the chain.
  private static void create(Caller caller, Requests requests)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    var answer = caller.ask(requests.createBucket());
    while (answer.status() == 403 && System.nanoTime() < deadline) {
      Thread.sleep(200);
      answer = caller.ask(requests.createBucket());
    }
    if (!answer.isSuccess()) {
      throw new IOException(
          "The bucket cannot be made: %d %s".formatted(answer.status(), answer.detail()));
    }
  }

  private void prepareList(Target target) throws IOException, InterruptedException {
    progress.accept(scale.listed() + " empty objects to list, " + target.name());
    var requests = new Requests(target, listed(target), clock);
    try (var caller = new Caller(target.endpoint())) {
      caller.call(requests.createBucket());
    }
    // Signatures hold for a quarter of an hour, so they are made in portions.
    int portion = 10_000;
    for (int from = 0; from < scale.listed(); from += portion) {
      var puts = new ArrayList<Request>();
      for (int i = from; i < Math.min(scale.listed(), from + portion); i++) {
        puts.add(requests.put(listKey(i), Request.NOTHING));
      }
      var _ = round(target.endpoint(), LISTED_CONNECTIONS, puts, false, Duration.ofMinutes(10));
    }
  }

  private void measure(Cell cell) throws IOException, InterruptedException {
    var measured = new HashMap<Target, List<Measured>>();
    for (int round = 0; round <= scale.rounds(); round++) {
      for (var target : targets) {
        if (target.takes(cell)) {
          var one = measure(cell, target);
          // The first is for compiled code, open connections, directories.
          if (round > 0) {
            measured.computeIfAbsent(target, each -> new ArrayList<>()).add(one);
          }
        }
      }
    }
    for (var target : targets) {
      var rounds = measured.get(target);
      if (rounds != null) {
        Figures.print(out, cell, target, Measured.median(rounds));
      }
    }
  }

  private Measured measure(Cell cell, Target target) throws IOException, InterruptedException {
    var puts = new ArrayList<String>();
    var requests = requests(cell, target, puts);
    var servers = target.serverProcesses();
    var nodes = target.nodeProcesses();
    var serversBefore = ProcessorTime.of(servers);
    var nodesBefore = ProcessorTime.of(nodes);
    var own = ProcessHandle.current();
    var ownBefore = ProcessorTime.of(List.of(own));
    var outcome =
        round(target.endpoint(), cell.connections(), requests, cell.repeats(), scale.round());
    var ownTime = ProcessorTime.of(List.of(own)).minus(ownBefore);
    Thread.sleep(scale.settle());
    var serverTime = ProcessorTime.of(servers).minus(serversBefore);
    var nodeTime = ProcessorTime.of(nodes).minus(nodesBefore);
    remove(target, puts);
    double operations = outcome.requests();
    return new Measured(
        outcome.rate(),
        outcome.millis(0.5),
        outcome.millis(0.99),
        serverTime.toNanos() / operations,
        nodeTime.toNanos() / operations,
        ownTime.toNanos() / operations);
  }

  private static Round.Outcome round(
      URI endpoint, int connections, List<Request> requests, boolean again, Duration atMost)
      throws IOException, InterruptedException {
    return new Round(endpoint, connections, requests, again).run(atMost);
  }

  /// @param puts filled with the keys that will be written
  private List<Request> requests(Cell cell, Target target, List<String> puts) {
    if (cell.verb() == Verb.LIST) {
      var requests = new Requests(target, listed(target), clock);
      return random
          .ints(PAGES, 0, Math.max(1, scale.listed() - 1_000))
          .mapToObj(key -> requests.list(listKey(key)))
          .toList();
    }
    var requests = new Requests(target, target.bucket(), clock);
    var all = new ArrayList<Request>();
    int objects = objects(cell.bytes());
    int count = cell.repeats() ? objects : cell.requestsMax();
    written++;
    for (int i = 0; i < count; i++) {
      if (cell.verb().writes(i)) {
        var key = "put/%d/%d".formatted(written, i);
        puts.add(key);
        all.add(requests.put(key, content(cell.bytes())));
      } else {
        all.add(requests.get(readKey(cell.bytes(), i % objects), content(cell.bytes())));
      }
    }
    return all;
  }

  private void remove(Target target, List<String> keys) throws IOException, InterruptedException {
    if (!target.reclaims() || keys.isEmpty()) {
      return;
    }
    var requests = new Requests(target, target.bucket(), clock);
    try (var caller = new Caller(target.endpoint())) {
      for (var key : keys) {
        // The last ones may never have been written.
        var _ = caller.ask(requests.delete(key));
      }
    }
  }

  private void crowd(Target target) throws IOException, InterruptedException {
    var size = scale.crowd();
    var outcome = new Crowd(target, size, content(size.bytes()), clock).run();
    outcome.reasons().forEach(progress);
    var name = crowdName(size);
    Figures.print(out, name, target.name(), "failed", outcome.failed());
    Figures.print(out, name, target.name(), "succeeded", outcome.succeeded());
  }

  static String crowdName(Crowd.Size size) {
    return "%d connections at once, slow ones among them".formatted(size.connections());
  }

  private void memory(Target target) throws IOException {
    var server = target.serverProcesses().subList(0, 1);
    Figures.print(out, Figures.WHOLE, target.name(), "resident", ServerMemory.resident(server));
    var heap = ServerMemory.heap(server.getFirst());
    heap.ifPresent(bytes -> Figures.print(out, Figures.WHOLE, target.name(), "heap", bytes));
  }

  private byte[] content(int bytes) {
    return contents.computeIfAbsent(
        bytes,
        length -> {
          var content = new byte[length];
          random.nextBytes(content);
          return content;
        });
  }

  private static int objects(int bytes) {
    return Math.clamp(READ_BYTES_MAX / Math.max(1, bytes), 1, READ_OBJECTS_MAX);
  }

  private static String readKey(int bytes, int number) {
    return "read/" + bytes + "/" + number;
  }

  private static String listKey(int number) {
    return "key-%06d".formatted(number);
  }

  private static String listed(Target target) {
    return target.bucket() + "-listed";
  }
}
