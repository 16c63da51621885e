package network.flashback.benchmarks.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.node.store.PieceStore;

/// The process of `flashback bench store`.
final class StoreMeasurement {
  private static final AgreementId AGREEMENT =
      new AgreementId(BigInteger.valueOf(7).shiftLeft(64).or(BigInteger.valueOf(1L << 48 | 3)));
  private static final long ROOMY = 1L << 42;
  private static final int PIECE_BYTES = 4096;
  private static final long WARM_UP_MILLIS = 2_000;
  private static final long ROUND_MILLIS = 3_000;
  private static final int ROUNDS = 3;

  private final Path folder;
  private final byte[] content = new byte[PIECE_BYTES];
  private int stores;

  private StoreMeasurement(Path folder) {
    this.folder = folder;
    new SplittableRandom(1).nextBytes(content);
  }

  /// Measures writes.
  ///
  /// @param arguments a folder that is empty
  public static void main(String[] arguments) throws Exception {
    var measurement = new StoreMeasurement(Path.of(arguments[0]));
    for (int writers : new int[] {1, 16, 64}) {
      measurement.puts(writers);
    }
  }

  private record Rate(double putsPerSecond, double microsPerPut) {}

  /// Both ways in turn, each time on a fresh store: deleting files between runs would measure the
  /// file system's search for free inodes.
  private void puts(int writers) throws Exception {
    long[] ways = {4 << 20, -1};
    var names = List.of("volumes", "files");
    var rates = List.of(new ArrayList<Rate>(), new ArrayList<Rate>());
    for (int way = 0; way < 2; way++) {
      fill(ways[way], writers, WARM_UP_MILLIS);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int way = 0; way < 2; way++) {
        rates.get(way).add(fill(ways[way], writers, ROUND_MILLIS));
      }
    }
    for (int way = 0; way < 2; way++) {
      var sorted = rates.get(way);
      print("puts|" + writers + "|" + names.get(way), median(sorted, Rate::putsPerSecond));
      print("cpu|" + writers + "|" + names.get(way), median(sorted, Rate::microsPerPut));
    }
  }

  private static double median(List<Rate> rates, java.util.function.ToDoubleFunction<Rate> figure) {
    return rates.stream().mapToDouble(figure).sorted().skip(rates.size() / 2).findFirst().orElse(0);
  }

  private Rate fill(long sharedPieceBytes, int writers, long millis) throws Exception {
    var next = new AtomicLong();
    try (var store = open(newDisk(), sharedPieceBytes)) {
      long cpu = cpuNanos();
      long began = System.nanoTime();
      long until = began + TimeUnit.MILLISECONDS.toNanos(millis);
      all(writers, store, next, PIECE_BYTES, () -> System.nanoTime() < until);
      double seconds = (System.nanoTime() - began) / 1e9;
      long puts = store.pieces();
      return new Rate(puts / seconds, (cpuNanos() - cpu) / 1e3 / puts);
    }
  }

  private interface GoOn {
    boolean ask();
  }

  private void all(int writers, PieceStore store, AtomicLong next, int bytes, GoOn goOn)
      throws Exception {
    var body = Arrays.copyOf(content, bytes);
    Callable<Void> writer =
        () -> {
          while (goOn.ask()) {
            var in = new ByteArrayInputStream(body);
            var id = Bytes32.of(0x1000 + next.getAndIncrement());
            store.put(AGREEMENT, ROOMY, id, bytes, in, Optional.empty());
          }
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(java.util.Collections.nCopies(writers, writer))) {
        done.get();
      }
    }
  }

  private static PieceStore open(Path disk, long sharedPieceBytes) throws IOException {
    return PieceStore.open(disk, ROOMY, 0, sharedPieceBytes);
  }

  private Path newDisk() {
    return folder.resolve("disk" + stores++);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void print(String name, double figure) {
    System.out.printf(Locale.ROOT, "%s\t%.3f%n", name, figure);
  }
}
