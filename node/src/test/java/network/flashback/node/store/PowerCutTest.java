package network.flashback.node.store;

import static network.flashback.node.store.Example.AGREEMENT;
import static network.flashback.node.store.Example.ROOMY;
import static network.flashback.node.store.Example.content;
import static network.flashback.node.store.Example.cosign;
import static network.flashback.node.store.Example.id;
import static network.flashback.node.store.Example.put;
import static network.flashback.node.store.PieceStoreTest.assertEveryLeafProves;
import static network.flashback.node.store.PieceStoreTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Power that goes at any moment, several times in the life of one disk: writes that were not
/// synced are dropped, kept or torn as they come.
class PowerCutTest {
  private static final int RUNS = 10;
  private static final int RUNS_DEEP = 200;
  private static final int CUTS = 4;
  private static final int WRITERS = 6;
  private static final long MEANWHILE = 1_000_000;

  @TempDir Path directory;

  static Stream<Long> seeds() {
    long first = new Random().nextLong() >>> 16;
    return LongStream.range(first, first + (Boolean.getBoolean("deep") ? RUNS_DEEP : RUNS)).boxed();
  }

  /// What may be there after a cut: a piece is pending from the call until the answer.
  private static final class Ledger {
    private final Map<Long, Integer> there = new ConcurrentHashMap<>();
    private final Map<Long, Integer> unanswered = new ConcurrentHashMap<>();
    private final Map<Long, Integer> maybeGone = new ConcurrentHashMap<>();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingAcknowledgedIsLostAndNothingHalfWrittenIsThere(long seed) throws Exception {
    System.out.println("PowerCutTest seed " + seed);
    var random = new Random(seed);
    var ledger = new Ledger();
    long sharedPieceBytes = List.of(-1L, 2000L, 4L << 20).get(random.nextInt(3));
    var disk = Files.createDirectories(directory.resolve("disk0"));
    for (int cut = 1; cut <= CUTS; cut++) {
      var forgetful = new ForgetfulDisk(disk);
      // So small that the index is condensed all the time, and power goes in the midst of it.
      var limits = new Limits(1 + random.nextInt(20), 1 + random.nextInt(3), random.nextInt(9000));
      var store = PieceStore.open(forgetful, disk, ROOMY, 0, sharedPieceBytes, limits, random);
      check(store, ledger, seed);
      work(store, ledger, forgetful, random, cut * 1000L);
      abandon(store);
      disk = directory.resolve("disk" + cut);
      forgetful.leaveIn(disk, random);
    }
    try (var store = PieceStore.open(disk, ROOMY, 0, sharedPieceBytes)) {
      check(store, ledger, seed);
    }
  }

  private static void work(
      PieceStore store, Ledger ledger, ForgetfulDisk disk, Random random, long first)
      throws InterruptedException {
    var left = new AtomicInteger(5 + random.nextInt(60));
    var tasks = new ArrayList<Callable<Object>>();
    for (int writer = 0; writer < WRITERS; writer++) {
      var own = new Random(random.nextLong());
      long from = first + writer * 100L;
      tasks.add(
          () -> {
            for (long number = from; left.getAndDecrement() > 0; number++) {
              step(store, ledger, own, number);
            }
            disk.cut();
            return from;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(tasks)) {
        try {
          done.get();
        } catch (ExecutionException broken) {
          // Without power every call fails, and nothing else makes one fail.
          assertThat(broken).hasRootCauseMessage("The power is gone.");
        }
      }
    }
  }

  /// A revision of what stood before something else came and went.
  private static void signMarked(PieceStore store, Ledger ledger, long number) throws IOException {
    var mark = store.mark(AGREEMENT);
    long other = MEANWHILE + number;
    ledger.unanswered.put(other, 100);
    put(store, other, 100);
    ledger.unanswered.remove(other);
    ledger.maybeGone.put(other, 100);
    store.remove(AGREEMENT, id(other));
    ledger.maybeGone.remove(other);
    var revision = new Revision(AGREEMENT, mark.root(), mark.leaves(), number, TreeHash.STANDARD);
    store.cosignMarked(revision, mark.version(), Example.SIGNATURE, _ -> Example.SIGNATURE);
  }

  private static void step(PieceStore store, Ledger ledger, Random random, long number)
      throws IOException {
    switch (random.nextInt(10)) {
      case 0 -> removeOne(store, ledger, random);
      case 1 -> {
        cosign(store, number);
        store.retainRevisions(AGREEMENT, List.of(), Math.max(0, number - 1));
      }
      case 2 -> store.compact();
      case 3 -> store.condense();
      case 4 -> signMarked(store, ledger, number);
      default -> {
        int bytes = random.nextInt(4000);
        ledger.unanswered.put(number, bytes);
        put(store, number, bytes);
        ledger.there.put(number, bytes);
        ledger.unanswered.remove(number);
      }
    }
  }

  private static void removeOne(PieceStore store, Ledger ledger, Random random) throws IOException {
    var numbers = ledger.there.keySet().stream().sorted().toList();
    if (numbers.isEmpty()) {
      return;
    }
    long number = numbers.get(random.nextInt(numbers.size()));
    var bytes = ledger.there.remove(number);
    if (bytes == null) {
      return;
    }
    ledger.maybeGone.put(number, bytes);
    store.remove(AGREEMENT, id(number));
    ledger.maybeGone.remove(number);
  }

  private static void check(PieceStore store, Ledger ledger, long seed) throws IOException {
    for (var kept : ledger.there.entrySet()) {
      var piece = store.find(AGREEMENT, id(kept.getKey()));
      assertThat(piece).as("seed %d, piece %d", seed, kept.getKey()).isPresent();
      assertThat(read(store, piece.get()))
          .as("seed %d, piece %d", seed, kept.getKey())
          .isEqualTo(content(kept.getKey(), kept.getValue()));
    }
    // What was under way may have been done or not; from now on it is what it is.
    Stream.of(ledger.unanswered, ledger.maybeGone)
        .forEach(
            open -> {
              open.forEach(
                  (number, bytes) -> {
                    if (store.find(AGREEMENT, id(number)).isPresent()) {
                      ledger.there.put(number, bytes);
                    }
                  });
              open.clear();
            });
    assertThat(store.pieces()).as("seed %d", seed).isEqualTo(ledger.there.size());
    assertThat(store.lostPieces()).as("seed %d", seed).isZero();
    assertThat(store.scrub()).as("seed %d", seed).isEmpty();
    var newest = store.newestRevision(AGREEMENT);
    if (newest.isPresent()) {
      assertEveryLeafProves(store, newest.get());
    }
  }

  private static void abandon(PieceStore store) {
    try {
      store.close();
    } catch (IOException powerless) {
      // It is as good as dead; only its lock had to go.
      assertThat(powerless).hasMessageContaining("power");
    }
  }
}
