package network.flashback.domain.erasure;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The code in plain Java: one 256-byte product table per coefficient.
public final class TableErasureCode implements ErasureCode {
  /// Columns are worked through in strips that stay in the first-level cache together with the
  /// tables.
  private static final int STRIP_BYTES = 8 * 1024;

  private static final byte[][] PRODUCTS = new byte[256][256];

  static {
    for (var factor = 0; factor < 256; factor++) {
      for (var value = 0; value < 256; value++) {
        PRODUCTS[factor][value] = (byte) GaloisField.multiply(factor, value);
      }
    }
  }

  private final CodingMatrix matrix;

  /// A code of k data pieces among n, tested before it is returned.
  ///
  /// @throws IllegalStateException when the self-test fails: the machine or the program is broken
  public TableErasureCode(int dataShards, int totalShards) {
    matrix = new CodingMatrix(dataShards, totalShards);
    selfTest(new SplittableRandom(dataShards * 1000L + totalShards));
  }

  @Override
  public String name() {
    return "tables";
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
    for (var begin = 0; begin < length; begin += STRIP_BYTES) {
      var strip = Math.min(STRIP_BYTES, length - begin);
      for (var row = 0; row < matrix.parityRows().length; row++) {
        var target = blocks[matrix.data() + row];
        combine(matrix.parityRows()[row], sources, target, offset + begin, strip);
      }
    }
  }

  @Override
  public void reconstruct(byte[][] blocks, boolean[] present, int offset, int length) {
    requireRoom(blocks, offset, length);
    if (present.length != blocks.length) {
      throw new IllegalArgumentException("present must say something about every piece");
    }
    var numbers = matrix.sources(present);
    var rows = matrix.recovery(numbers);
    var sources = new byte[numbers.length][];
    for (var i = 0; i < numbers.length; i++) {
      sources[i] = blocks[numbers[i]];
    }
    for (var begin = 0; begin < length; begin += STRIP_BYTES) {
      var strip = Math.min(STRIP_BYTES, length - begin);
      for (var piece = 0; piece < blocks.length; piece++) {
        if (!present[piece]) {
          combine(rows[piece], sources, blocks[piece], offset + begin, strip);
        }
      }
    }
  }

  private static void combine(
      int[] coefficients, byte[][] sources, byte[] target, int offset, int length) {
    if (Arrays.stream(coefficients).allMatch(coefficient -> coefficient == 1)) {
      exclusiveOr(sources, target, offset, length);
      return;
    }
    var i = 0;
    // Four sources per pass write the target once instead of four times.
    for (; i + 4 <= coefficients.length; i += 4) {
      combineFour(coefficients, sources, i, target, offset, length);
    }
    for (; i < coefficients.length; i++) {
      combineOne(PRODUCTS[coefficients[i]], sources[i], i == 0, target, offset, length);
    }
  }

  /// The first parity, and what is restored with its help alone: the compiler makes vectors of it.
  private static void exclusiveOr(byte[][] sources, byte[] target, int offset, int length) {
    System.arraycopy(sources[0], offset, target, offset, length);
    for (var i = 1; i < sources.length; i++) {
      var source = sources[i];
      var end = offset + length;
      for (var at = offset; at < end; at++) {
        target[at] ^= source[at];
      }
    }
  }

  private static void combineOne(
      byte[] products, byte[] source, boolean first, byte[] target, int offset, int length) {
    var end = offset + length;
    if (first) {
      for (var at = offset; at < end; at++) {
        target[at] = products[source[at] & 0xff];
      }
    } else {
      for (var at = offset; at < end; at++) {
        target[at] ^= products[source[at] & 0xff];
      }
    }
  }

  private static void combineFour(
      int[] coefficients, byte[][] sources, int from, byte[] target, int offset, int length) {
    var p0 = PRODUCTS[coefficients[from]];
    var p1 = PRODUCTS[coefficients[from + 1]];
    var p2 = PRODUCTS[coefficients[from + 2]];
    var p3 = PRODUCTS[coefficients[from + 3]];
    var s0 = sources[from];
    var s1 = sources[from + 1];
    var s2 = sources[from + 2];
    var s3 = sources[from + 3];
    var keep = from == 0 ? 0 : 0xff;
    var end = offset + length;
    for (var at = offset; at < end; at++) {
      target[at] =
          (byte)
              ((target[at] & keep)
                  ^ p0[s0[at] & 0xff]
                  ^ p1[s1[at] & 0xff]
                  ^ p2[s2[at] & 0xff]
                  ^ p3[s3[at] & 0xff]);
    }
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
    var blocks = new byte[matrix.total()][64];
    for (var i = 0; i < matrix.data(); i++) {
      random.nextBytes(blocks[i]);
    }
    encode(blocks, 0, 64);
    var damaged = new byte[blocks.length][];
    var present = new boolean[blocks.length];
    for (var i = 0; i < blocks.length; i++) {
      // The first n - k pieces are lost: the way back uses every parity row.
      present[i] = i >= matrix.total() - matrix.data();
      damaged[i] = present[i] ? blocks[i].clone() : new byte[64];
    }
    reconstruct(damaged, present, 0, 64);
    if (!Arrays.deepEquals(blocks, damaged)) {
      throw new IllegalStateException("erasure code failed its self-test: do not store anything");
    }
  }
}
