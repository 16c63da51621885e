package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import network.flashback.benchmarks.ProcessorTime;

/// One server under load: its buckets are filled, each load is had on it round by round, and at the
/// end it is asked for the memory it took.
final class UnderLoad {
  private static final Duration KEY_WITHIN = Duration.ofSeconds(20);
  private static final int KEY_TRY_MILLIS = 200;
  private static final int LISTED_CONNECTIONS = 16;
  private static final int LISTED_PORTION = 10_000;
  private static final Duration LISTED_WITHIN = Duration.ofMinutes(20);
  private static final int PAGES = 64;
  private static final int PAGE_KEYS = 1_000;

  private final Target target;
  private final Scale scale;
  private final Contents contents;
  private final RandomGenerator random;
  private final InstantSource clock;
  private int rounds;

  UnderLoad(
      Target target, Scale scale, Contents contents, RandomGenerator random, InstantSource clock) {
    this.target = target;
    this.scale = scale;
    this.contents = contents;
    this.random = random;
    this.clock = clock;
  }

  Target target() {
    return target;
  }

  /// Makes the buckets and stores what will be read and listed.
  void prepare(Consumer<String> progress) throws IOException, InterruptedException {
    progress.accept("objects to read, " + target.name());
    var requests = new Requests(target, target.bucket(), clock);
    try (var caller = new Caller(target.endpoint())) {
      if (target.keys().isPresent()) {
        create(caller, requests);
      }
      if (!target.tags().isEmpty()) {
        caller.call(requests.tagBucket(target.tags()));
      }
      for (int bytes : scale.sizesToRead(target)) {
        for (int i = 0; i < Scale.objects(bytes); i++) {
          caller.call(requests.put(readKey(bytes, i), contents.of(bytes)));
        }
      }
    }
    if (scale.cells().stream().anyMatch(cell -> cell.verb() == Verb.LIST && target.takes(cell))) {
      progress.accept(scale.listed() + " empty objects to list, " + target.name());
      prepareList();
    }
  }

  /// A key works once the gateway has seen its grant on the chain.
  private static void create(Caller caller, Requests requests)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + KEY_WITHIN.toNanos();
    var answer = caller.ask(requests.createBucket());
    while (answer.status() == 403 && System.nanoTime() < deadline) {
      Thread.sleep(KEY_TRY_MILLIS);
      answer = caller.ask(requests.createBucket());
    }
    if (!answer.isSuccess()) {
      throw new IOException(
          "The bucket cannot be made: %d %s".formatted(answer.status(), answer.detail()));
    }
  }

  private void prepareList() throws IOException, InterruptedException {
    var requests = new Requests(target, listed(), clock);
    try (var caller = new Caller(target.endpoint())) {
      caller.call(requests.createBucket());
    }
    // Signatures hold for a quarter of an hour, so they are made in portions.
    for (int from = 0; from < scale.listed(); from += LISTED_PORTION) {
      var puts = new ArrayList<Request>();
      for (int i = from; i < Math.min(scale.listed(), from + LISTED_PORTION); i++) {
        puts.add(requests.put(listKey(i), Request.NOTHING));
      }
      var _ = new Round(target.endpoint(), LISTED_CONNECTIONS, puts, false).run(LISTED_WITHIN);
    }
  }

  /// Rounds of a load that do not count, until they cost alike.
  void warmUp(Cell cell, Consumer<String> progress) throws IOException, InterruptedException {
    var nanos = new ArrayList<Double>();
    int most = scale.warmUp().roundsMax(cell);
    while (nanos.size() < most && !scale.warmUp().isOver(nanos)) {
      nanos.add(measure(cell).serverNanos());
    }
    if (most > 1 && !scale.warmUp().isOver(nanos)) {
      progress.accept(
          "%s on %s still changes after %d rounds".formatted(cell.name(), target.name(), most));
    }
  }

  /// One round of a load.
  Measured measure(Cell cell) throws IOException, InterruptedException {
    var puts = new ArrayList<String>();
    var requests = requests(cell, puts);
    var servers = target.serverProcesses();
    var nodes = target.nodeProcesses();
    var own = List.of(ProcessHandle.current());
    var serversBefore = ProcessorTime.of(servers);
    var nodesBefore = ProcessorTime.of(nodes);
    var ownBefore = ProcessorTime.of(own);
    var outcome =
        new Round(target.endpoint(), cell.connections(), requests, cell.repeats())
            .run(scale.round());
    var ownTime = ProcessorTime.of(own).minus(ownBefore);
    Thread.sleep(scale.settle());
    var serverTime = ProcessorTime.of(servers).minus(serversBefore);
    var nodeTime = ProcessorTime.of(nodes).minus(nodesBefore);
    remove(puts);
    double operations = outcome.requests();
    return new Measured(
        outcome.rate(),
        outcome.millis(0.5),
        outcome.millis(0.99),
        serverTime.toNanos() / operations,
        nodeTime.toNanos() / operations,
        ownTime.toNanos() / operations);
  }

  /// @param puts filled with the keys that will be written
  private List<Request> requests(Cell cell, List<String> puts) {
    if (cell.verb() == Verb.LIST) {
      var requests = new Requests(target, listed(), clock);
      return random
          .ints(PAGES, 0, Math.max(1, scale.listed() - PAGE_KEYS))
          .mapToObj(key -> requests.list(listKey(key)))
          .toList();
    }
    var requests = new Requests(target, target.bucket(), clock);
    var content = contents.of(cell.bytes());
    var all = new ArrayList<Request>();
    int objects = Scale.objects(cell.bytes());
    int count = cell.repeats() ? objects : cell.requestsMax();
    rounds++;
    for (int i = 0; i < count; i++) {
      if (cell.verb().writes(i)) {
        var key = "put/%d/%d".formatted(rounds, i);
        puts.add(key);
        all.add(requests.put(key, content));
      } else {
        all.add(requests.get(readKey(cell.bytes(), i % objects), content));
      }
    }
    return all;
  }

  private void remove(List<String> keys) throws IOException, InterruptedException {
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

  Crowd.Outcome crowd() throws IOException, InterruptedException {
    var size = scale.crowd();
    return new Crowd(target, size, contents.of(size.bytes()), clock).run();
  }

  /// Prints the most memory it has ever held.
  void memory(PrintStream out) throws IOException {
    var server = target.serverProcesses().subList(0, 1);
    Figures.print(out, Figures.WHOLE, target.name(), "resident", ServerMemory.resident(server));
    var heap = ServerMemory.heap(server.getFirst());
    heap.ifPresent(bytes -> Figures.print(out, Figures.WHOLE, target.name(), "heap", bytes));
  }

  private static String readKey(int bytes, int number) {
    return "read/" + bytes + "/" + number;
  }

  private static String listKey(int number) {
    return "key-%06d".formatted(number);
  }

  private String listed() {
    return target.bucket() + "-listed";
  }
}
