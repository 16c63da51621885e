package network.flashback.benchmarks.codec;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.evm.possession.TreeHash;

/// `flashback bench codec`: sealing, coding and trees, by the time that one core works on them.
/// What else runs on the machine hardly moves the figures.
public final class CodecBenchmark implements Benchmark {
  private static final long SEED = 1;
  // The JDK's cipher stubs are used only once the code around them is compiled.
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 5;
  private static final MathContext DIGITS = new MathContext(3);

  @Override
  public String name() {
    return "codec";
  }

  @Override
  public String description() {
    return "Sealing, erasure coding and trees of possession in memory, one core.";
  }

  @Override
  public String takes() {
    return "a minute";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    setting.progress().accept("a segment of 64 MiB as 2 of 3");
    var narrow = new SegmentWork(2, 3, random);
    long plain = narrow.plainBytes();
    long seal = nanos(narrow::seal);
    long encode = nanos(narrow::encode);
    long grow = nanos(() -> narrow.grow(TreeHash.STANDARD));
    long growOfOld = nanos(() -> narrow.grow(TreeHash.KECCAK256));
    long reconstruct = nanos(narrow::reconstruct);
    long open = nanos(narrow::open);
    setting.progress().accept("a segment of 64 MiB as 4 of 6");
    var wide = new SegmentWork(4, 6, random);
    wide.seal();
    long encodeWide = nanos(wide::encode);
    long reconstructWide = nanos(wide::reconstruct);
    return List.of(
        speed("seal (AES-256-GCM)", plain, seal),
        speed("open", plain, open),
        speed("encode 2 of 3", plain, encode),
        speed("restore a lost data piece, 2 of 3", plain, reconstruct),
        speed("encode 4 of 6", plain, encodeWide),
        speed("restore a lost data piece, 4 of 6", plain, reconstructWide),
        speed("seal and encode 2 of 3", plain, seal + encode).withGoal(1),
        speed("seal and encode 4 of 6", plain, seal + encodeWide).withGoal(1),
        Row.lower(
                "tree of possession, per GB of pieces",
                ratio(grow, narrow.pieceBytes()),
                "CPU s/GB")
            .withGoal(new BigDecimal("1.5")),
        Row.lower(
            "the same by keccak-256, as agreements have it from before SHA-256",
            ratio(growOfOld, narrow.pieceBytes()),
            "CPU s/GB"),
        Row.lower(
            "seal, encode 2 of 3 and trees of all pieces, per GB of plain text",
            ratio(seal + encode + grow, plain),
            "CPU s/GB"));
  }

  private static Row speed(String what, long bytes, long nanos) {
    return Row.higher(what, ratio(bytes, nanos), "GB/s per core");
  }

  // Bytes per nanosecond are gigabytes per second, and the other way round.
  private static BigDecimal ratio(long dividend, long divisor) {
    return BigDecimal.valueOf(dividend).divide(BigDecimal.valueOf(divisor), DIGITS);
  }

  /// Median of the rounds, in nanoseconds of this thread on a core.
  private static long nanos(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      work.run();
    }
    long[] took = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadCpuTime();
      work.run();
      took[round] = threads.getCurrentThreadCpuTime() - before;
    }
    Arrays.sort(took);
    return took[ROUNDS / 2];
  }
}
