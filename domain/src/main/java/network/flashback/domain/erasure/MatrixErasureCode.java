package network.flashback.domain.erasure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import network.flashback.domain.erasure.Kernel.Combination;

/// A code given by its matrix, computed by one of the kernels.
final class MatrixErasureCode implements ErasureCode {
  /// Patterns of losses whose way back is kept ready. With n nodes few patterns occur at a time;
  /// the bound is for those who lose pieces at random.
  static final int RECOVERIES_MAX = 256;

  private static final int SELF_TEST_BYTES = 333;

  private final CodingMatrix matrix;
  private final Kernel kernel;
  private final Combination parity;
  private final SequencedMap<BitSet, Recovery> recoveries = new LinkedHashMap<>(16, 0.75f, true);

  /// The way back from one pattern of losses.
  private static final class Recovery {
    private final int[] sources;
    private final int[] lost;
    private final Combination combination;

    Recovery(int[] sources, int[] lost, Combination combination) {
      this.sources = sources;
      this.lost = lost;
      this.combination = combination;
    }
  }

  /// A code of k data pieces among n, tested before it is returned.
  ///
  /// @throws IllegalStateException when the self-test fails: the machine or the program is broken
  MatrixErasureCode(Kernel kernel, int dataShards, int totalShards) {
    this.matrix = new CodingMatrix(dataShards, totalShards);
    this.kernel = kernel;
    this.parity = kernel.prepare(matrix.parityRows());
    selfTest(new SplittableRandom(dataShards * 1000L + totalShards));
  }

  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public int dataShards() {
    return matrix.data();
  }

  @Override
  public int totalShards() {
    return matrix.total();
  }

  @Override
  public void encode(byte[][] blocks, int offset, int length) {
    requireRoom(blocks, offset, length);
    var sources = Arrays.copyOf(blocks, matrix.data());
    parity.apply(
        sources, Arrays.copyOfRange(blocks, matrix.data(), matrix.total()), offset, length);
  }

  @Override
  public void reconstruct(byte[][] blocks, boolean[] present, int offset, int length) {
    requireRoom(blocks, offset, length);
    if (present.length != blocks.length) {
      throw new IllegalArgumentException("present must say something about every piece");
    }
    var recovery = recovery(present);
    if (recovery.lost.length > 0) {
      recovery.combination.apply(
          pick(blocks, recovery.sources), pick(blocks, recovery.lost), offset, length);
    }
  }

  private Recovery recovery(boolean[] present) {
    var key = new BitSet(present.length);
    for (var i = 0; i < present.length; i++) {
      key.set(i, present[i]);
    }
    synchronized (recoveries) {
      var known = recoveries.get(key);
      if (known != null) {
        return known;
      }
    }
    // Computed outside of the lock: two threads may do it at once, and find the same.
    var computed = compute(present);
    synchronized (recoveries) {
      recoveries.put(key, computed);
      if (recoveries.size() > RECOVERIES_MAX) {
        recoveries.pollFirstEntry();
      }
    }
    return computed;
  }

  private Recovery compute(boolean[] present) {
    var sources = matrix.sources(present);
    var rows = matrix.recovery(sources);
    List<Integer> lost = new ArrayList<>();
    for (var i = 0; i < present.length; i++) {
      if (!present[i]) {
        lost.add(i);
      }
    }
    var wanted = lost.stream().map(piece -> rows[piece]).toArray(int[][]::new);
    return new Recovery(
        sources, lost.stream().mapToInt(Integer::intValue).toArray(), kernel.prepare(wanted));
  }

  /// How many ways back are kept ready.
  int recoveriesKept() {
    synchronized (recoveries) {
      return recoveries.size();
    }
  }

  private static byte[][] pick(byte[][] blocks, int[] numbers) {
    var picked = new byte[numbers.length][];
    for (var i = 0; i < numbers.length; i++) {
      picked[i] = blocks[numbers[i]];
    }
    return picked;
  }

  private void requireRoom(byte[][] blocks, int offset, int length) {
    if (blocks.length != matrix.total()) {
      throw new IllegalArgumentException(
          blocks.length + " pieces were given, the code has " + matrix.total());
    }
    for (var block : blocks) {
      Objects.checkFromIndexSize(offset, length, block.length);
    }
  }

  private void selfTest(RandomGenerator random) {
    var blocks = new byte[matrix.total()][SELF_TEST_BYTES];
    for (var i = 0; i < matrix.data(); i++) {
      random.nextBytes(blocks[i]);
    }
    encode(blocks, 0, SELF_TEST_BYTES);
    for (var row = 0; row < matrix.parityRows().length; row++) {
      for (var at = 0; at < SELF_TEST_BYTES; at++) {
        if (blocks[matrix.data() + row][at] != defined(row, blocks, at)) {
          throw broken("parity " + row + " is wrong at byte " + at);
        }
      }
    }
    var damaged = new byte[blocks.length][];
    var present = new boolean[blocks.length];
    for (var i = 0; i < blocks.length; i++) {
      // The first n - k pieces are lost: the way back uses every parity row.
      present[i] = i >= matrix.total() - matrix.data();
      damaged[i] = present[i] ? blocks[i].clone() : new byte[SELF_TEST_BYTES];
    }
    reconstruct(damaged, present, 0, SELF_TEST_BYTES);
    if (!Arrays.deepEquals(blocks, damaged)) {
      throw broken("lost pieces do not come back");
    }
  }

  private byte defined(int row, byte[][] blocks, int at) {
    var sum = 0;
    for (var column = 0; column < matrix.data(); column++) {
      sum ^= GaloisField.multiply(matrix.parityRows()[row][column], blocks[column][at] & 0xff);
    }
    return (byte) sum;
  }

  private IllegalStateException broken(String how) {
    return new IllegalStateException(
        "Erasure code '%s', %d of %d, failed its self-test (%s): do not store anything with it; check memory and processor, or remove the library."
            .formatted(name(), matrix.data(), matrix.total(), how));
  }
}
