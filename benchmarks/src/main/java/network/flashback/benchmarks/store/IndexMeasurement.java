package network.flashback.benchmarks.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.store.Cosigning;
import network.flashback.node.store.PieceStore;

/// The processes of `flashback bench store` that have an index of many small pieces: one fills a
/// disk and ends as if it were killed, the next one starts on it with what that left in the
/// system's cache, and the last one with nothing of it there.
final class IndexMeasurement {
  private static final long ROOMY = 1L << 42;
  private static final long NOTHING_SHARED = -1;
  private static final int FILLERS = 1024;
  private static final int WORKERS = 64;
  private static final int CHALLENGES = 5;
  private static final long ROUND_MILLIS = 4_000;

  /// Put after the revision that is audited, so that its tree is not the newest.
  private static final long LATER_PIECES_MAX = 50_000;

  private final Path disk;
  private final long pieces;
  private final long agreements;
  private final byte[] content;
  private final boolean ownFiles;
  private final Signature signature = PrivateKey.of(Bytes32.of(5)).sign(Bytes32.of(9));

  private IndexMeasurement(
      Path disk, long pieces, long agreements, int pieceBytes, boolean ownFiles) {
    this.disk = disk;
    this.pieces = pieces;
    this.agreements = agreements;
    this.ownFiles = ownFiles;
    this.content = new byte[pieceBytes];
    new SplittableRandom(1).nextBytes(content);
  }

  /// Measures.
  ///
  /// @param arguments `fill`, `cold` or `use`, a folder, how many pieces, in how many agreements,
  ///   of how many bytes each, and whether each has a file of its own
  public static void main(String[] arguments) throws Exception {
    var measurement =
        new IndexMeasurement(
            Path.of(arguments[1]).resolve("disk"),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]),
            Integer.parseInt(arguments[4]),
            Boolean.parseBoolean(arguments[5]));
    switch (arguments[0]) {
      case "fill" -> measurement.fill();
      case "cold" -> measurement.startCold();
      default -> measurement.use();
    }
    System.out.flush();
    // No store is closed: it is to be found as it is when a process is killed.
    Runtime.getRuntime().halt(0);
  }

  private AgreementId agreementOf(long piece) {
    return new AgreementId(
        BigInteger.valueOf(7).shiftLeft(64).add(BigInteger.valueOf(piece % agreements)));
  }

  private PieceStore open() throws IOException {
    return ownFiles
        ? PieceStore.open(disk, ROOMY, 0, NOTHING_SHARED)
        : PieceStore.open(disk, ROOMY, 0);
  }

  private static Bytes32 idOf(long piece) {
    var id = new byte[Bytes32.SIZE];
    // Names as gateways give them are spread.
    new SplittableRandom(piece).nextBytes(id);
    return Bytes32.of(id);
  }

  private interface Work {
    /// @return whether there is more
    boolean next() throws IOException;
  }

  private static void all(int workers, Work work) throws Exception {
    Callable<Boolean> worker =
        () -> {
          while (work.next()) {
            Thread.onSpinWait();
          }
          return true;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(workers, worker))) {
        done.get();
      }
    }
  }

  private void put(PieceStore store, long piece) throws IOException {
    store.put(
        agreementOf(piece),
        ROOMY,
        idOf(piece),
        content.length,
        new ByteArrayInputStream(content),
        Optional.empty());
  }

  private void fill() throws Exception {
    var store = open();
    long early = pieces - Math.min(LATER_PIECES_MAX, pieces / 10);
    var next = new AtomicLong();
    long cpu = cpuNanos();
    long began = System.nanoTime();
    putUntil(store, next, early);
    for (long i = 0; i < agreements; i++) {
      var now = store.summary(agreementOf(i));
      var revision = new Revision(agreementOf(i), now.root(), now.leaves(), 1, TreeHash.STANDARD);
      if (!(store.cosign(revision, signature, _ -> signature) instanceof Cosigning.Agreed)) {
        throw new IOException("The store does not sign its own root.");
      }
    }
    putUntil(store, next, pieces);
    print("filling|1/s", pieces / ((System.nanoTime() - began) / 1e9));
    print("CPU of a piece of it|us", (cpuNanos() - cpu) / 1e3 / pieces);
  }

  private void putUntil(PieceStore store, AtomicLong next, long end) throws Exception {
    all(
        FILLERS,
        () -> {
          long piece = next.getAndIncrement();
          if (piece < end) {
            put(store, piece);
          }
          return piece < end;
        });
    next.set(end);
  }

  private PieceStore start(String how) throws IOException {
    long cpu = cpuNanos();
    long began = System.nanoTime();
    var store = open();
    print(how + "|s", (System.nanoTime() - began) / 1e9);
    print("CPU of the " + how + "|s", (cpuNanos() - cpu) / 1e9);
    if (store.pieces() < pieces || store.lostPieces() != 0) {
      throw new IOException(
          "After the start there are %d pieces of at least %d, and %d are lost."
              .formatted(store.pieces(), pieces, store.lostPieces()));
    }
    return store;
  }

  private void startCold() throws Exception {
    new ColdFiles().make(disk);
    long before = readFromDisk();
    var store = start("cold start");
    print("read from the disk by the cold start|MB", (readFromDisk() - before) / 1e6);
    challenges(store, "cold start");
    var rate = measure(random -> get(store, random.nextLong(pieces)), ROUND_MILLIS);
    print("GET after the cold start|1/s", rate.get(0));
  }

  private void use() throws Exception {
    var store = start("start");
    challenges(store, "start");
    print("heap after audits|MB", usedHeap() / 1e6);
    round("GET", random -> get(store, random.nextLong(pieces)));
    var next = new AtomicLong(pieces);
    round("PUT", _ -> put(store, next.getAndIncrement()));
    // Puts it back, so that there is always one to delete.
    round(
        "DELETE and PUT again",
        random -> {
          long piece = random.nextLong(pieces);
          if (store.remove(agreementOf(piece), idOf(piece))) {
            put(store, piece);
          }
        });
    print("heap at the end|MB", usedHeap() / 1e6);
    print("resident memory, at most|MB", residentKilobytes() / 1e3);
    print("index on disk|B/piece", indexBytes() / (double) pieces);
  }

  private void challenges(PieceStore store, String after) throws IOException {
    var random = new SplittableRandom(3);
    long began = System.nanoTime();
    for (int i = 0; i < CHALLENGES; i++) {
      var agreement = agreementOf(random.nextLong(agreements));
      var revision = store.newestRevision(agreement).orElseThrow();
      store.prove(agreement, revision.sequence(), random.nextLong(revision.leaves()));
    }
    print(
        CHALLENGES + " leaves proven after the " + after + "|s", (System.nanoTime() - began) / 1e9);
  }

  private interface Once {
    void run(SplittableRandom random) throws IOException;
  }

  private static void round(String name, Once once) throws Exception {
    measure(once, ROUND_MILLIS / 2);
    var rate = measure(once, ROUND_MILLIS);
    print(name + "|1/s", rate.get(0));
    print("CPU of a " + name + "|us", rate.get(1));
  }

  private static List<Double> measure(Once once, long millis) throws Exception {
    var done = new AtomicLong();
    var seeds = new AtomicLong();
    long cpu = cpuNanos();
    long began = System.nanoTime();
    long until = began + TimeUnit.MILLISECONDS.toNanos(millis);
    var randoms = ThreadLocal.withInitial(() -> new SplittableRandom(seeds.incrementAndGet()));
    all(
        WORKERS,
        () -> {
          once.run(randoms.get());
          done.incrementAndGet();
          return System.nanoTime() < until;
        });
    double seconds = (System.nanoTime() - began) / 1e9;
    return List.of(done.get() / seconds, (cpuNanos() - cpu) / 1e3 / done.get());
  }

  private void get(PieceStore store, long piece) throws IOException {
    var found = store.find(agreementOf(piece), idOf(piece)).orElseThrow();
    try (var open = store.open(agreementOf(piece), found)) {
      open.channel().read(ByteBuffer.allocate(content.length), open.piece().location().offset());
    }
  }

  private double indexBytes() throws IOException {
    double bytes = 0;
    try (var files = Files.newDirectoryStream(disk.resolve("index"))) {
      for (var file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /// The most that the process ever had in memory, as Linux says.
  private static double residentKilobytes() throws IOException {
    return told("/proc/self/status", "VmHWM:");
  }

  /// Bytes that this process had fetched from disks, not from the system's cache.
  private static long readFromDisk() throws IOException {
    return (long) told("/proc/self/io", "read_bytes:");
  }

  private static double told(String file, String what) throws IOException {
    for (var line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(what)) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("The system does not say '" + what + "' of this process.");
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void print(String name, double figure) {
    System.out.printf(Locale.ROOT, "%s\t%.3f%n", name, figure);
  }
}
