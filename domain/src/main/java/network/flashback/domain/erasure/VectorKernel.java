package network.flashback.domain.erasure;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/// The JDK's Vector API: a product is the sum of two look-ups in tables of 16 bytes, one for each
/// half of a byte, and one instruction looks up a whole vector. Up to four targets share the
/// reading and halving of the sources.
///
/// Loaded only where the incubator module is there: whoever names this class asks for the module
/// first.
final class VectorKernel implements Kernel {
  /// Vectors of 64 bytes were a quarter slower, and without AVX512-VBMI look-ups in them are not
  /// compiled to instructions at all.
  private static final int WIDTH_MAX = 32;

  private static final int WIDTH_MIN = 16;

  /// Bytes that half a byte can look up.
  private static final int ENTRIES = 16;

  /// Sources and targets of a strip stay in the first-level cache.
  private static final int STRIP_BYTES = 4 * 1024;

  private static final VectorSpecies<Byte> SPECIES =
      ByteVector.SPECIES_PREFERRED.length() >= WIDTH_MAX
          ? ByteVector.SPECIES_256
          : ByteVector.SPECIES_128;
  private static final int WIDTH = SPECIES.length();

  /// Two vectors go side by side, so that each table is read for both at once.
  private static final int STEP = 2 * WIDTH;

  /// A pair of tables for each coefficient.
  private static final int PAIR = 2 * WIDTH;

  private static final Kernel SLICED = new SlicedKernel();

  private VectorKernel() {}

  /// Empty where the processor has no vectors to speak of.
  static Optional<Kernel> probe() {
    return ByteVector.SPECIES_PREFERRED.length() >= WIDTH_MIN
        ? Optional.of(new VectorKernel())
        : Optional.empty();
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Combination prepare(int[][] rows) {
    if (rows.length == 1 && Arrays.stream(rows[0]).allMatch(factor -> factor == 1)) {
      // A plain exclusive-or looks nothing up; of loops over long words the compiler makes wider
      // vectors than ours.
      return SLICED.prepare(rows);
    }
    var groups = groups(rows);
    return (sources, targets, offset, length) -> {
      var whole = length - length % STEP;
      for (var begin = 0; begin < whole; begin += STRIP_BYTES) {
        var from = offset + begin;
        var to = from + Math.min(STRIP_BYTES, whole - begin);
        for (var group : groups) {
          group.combine(sources, targets, from, to);
        }
      }
      for (var row = 0; row < rows.length; row++) {
        TableKernel.combine(rows[row], sources, targets[row], offset + whole, length - whole);
      }
    };
  }

  private static List<Group> groups(int[][] rows) {
    List<Group> groups = new ArrayList<>();
    for (var first = 0; first < rows.length; ) {
      var left = rows.length - first;
      var count = left >= 4 ? 4 : Math.min(left, 2);
      groups.add(new Group(first, Arrays.copyOfRange(rows, first, first + count)));
      first += count;
    }
    return List.copyOf(groups);
  }

  /// One, two or four targets that are computed in one pass over the sources.
  private static final class Group {
    private final int first;
    private final int count;

    /// How many sources; a loop up to a number of our own is compiled better than one over an
    /// array.
    private final int columns;

    /// For each source, and for each target of it: the products of the low half, then of the high
    /// one, each repeated to the width of a vector.
    private final byte[] tables;

    Group(int first, int[][] rows) {
      this.first = first;
      this.count = rows.length;
      columns = rows[0].length;
      tables = new byte[columns * count * PAIR];
      var at = 0;
      for (var column = 0; column < columns; column++) {
        for (var row : rows) {
          for (var i = 0; i < WIDTH; i++) {
            var half = i % ENTRIES;
            tables[at + i] = (byte) GaloisField.multiply(row[column], half);
            tables[at + WIDTH + i] = (byte) GaloisField.multiply(row[column], half << 4);
          }
          at += PAIR;
        }
      }
    }

    void combine(byte[][] sources, byte[][] targets, int from, int to) {
      switch (count) {
        case 1 -> one(sources, targets[first], from, to);
        case 2 -> two(sources, targets[first], targets[first + 1], from, to);
        default -> four(sources, targets, from, to);
      }
    }

    private void one(byte[][] sources, byte[] target, int from, int to) {
      for (var at = from; at < to; at += WIDTH) {
        var sum = ByteVector.zero(SPECIES);
        var table = 0;
        for (var c = 0; c < columns; c++) {
          var bytes = ByteVector.fromArray(SPECIES, sources[c], at);
          sum = add(tables, sum, table, low(bytes), high(bytes));
          table += PAIR;
        }
        sum.intoArray(target, at);
      }
    }

    private void two(byte[][] sources, byte[] target0, byte[] target1, int from, int to) {
      for (var at = from; at < to; at += STEP) {
        var a0 = ByteVector.zero(SPECIES);
        var a1 = ByteVector.zero(SPECIES);
        var b0 = ByteVector.zero(SPECIES);
        var b1 = ByteVector.zero(SPECIES);
        var table = 0;
        for (var j = 0; j < columns; j++) {
          var bytesA = ByteVector.fromArray(SPECIES, sources[j], at);
          var bytesB = ByteVector.fromArray(SPECIES, sources[j], at + WIDTH);
          var lowA = low(bytesA);
          var highA = high(bytesA);
          var lowB = low(bytesB);
          var highB = high(bytesB);
          a0 = add(tables, a0, table, lowA, highA);
          b0 = add(tables, b0, table, lowB, highB);
          a1 = add(tables, a1, table + PAIR, lowA, highA);
          b1 = add(tables, b1, table + PAIR, lowB, highB);
          table += 2 * PAIR;
        }
        a0.intoArray(target0, at);
        b0.intoArray(target0, at + WIDTH);
        a1.intoArray(target1, at);
        b1.intoArray(target1, at + WIDTH);
      }
    }

    private void four(byte[][] sources, byte[][] targets, int from, int to) {
      var target0 = targets[first];
      var target1 = targets[first + 1];
      var target2 = targets[first + 2];
      var target3 = targets[first + 3];
      for (var at = from; at < to; at += STEP) {
        var a0 = ByteVector.zero(SPECIES);
        var a1 = ByteVector.zero(SPECIES);
        var a2 = ByteVector.zero(SPECIES);
        var a3 = ByteVector.zero(SPECIES);
        var b0 = ByteVector.zero(SPECIES);
        var b1 = ByteVector.zero(SPECIES);
        var b2 = ByteVector.zero(SPECIES);
        var b3 = ByteVector.zero(SPECIES);
        var table = 0;
        for (var j = 0; j < columns; j++) {
          var bytesA = ByteVector.fromArray(SPECIES, sources[j], at);
          var bytesB = ByteVector.fromArray(SPECIES, sources[j], at + WIDTH);
          var lowA = low(bytesA);
          var highA = high(bytesA);
          var lowB = low(bytesB);
          var highB = high(bytesB);
          a0 = add(tables, a0, table, lowA, highA);
          b0 = add(tables, b0, table, lowB, highB);
          a1 = add(tables, a1, table + PAIR, lowA, highA);
          b1 = add(tables, b1, table + PAIR, lowB, highB);
          a2 = add(tables, a2, table + 2 * PAIR, lowA, highA);
          b2 = add(tables, b2, table + 2 * PAIR, lowB, highB);
          a3 = add(tables, a3, table + 3 * PAIR, lowA, highA);
          b3 = add(tables, b3, table + 3 * PAIR, lowB, highB);
          table += 4 * PAIR;
        }
        a0.intoArray(target0, at);
        b0.intoArray(target0, at + WIDTH);
        a1.intoArray(target1, at);
        b1.intoArray(target1, at + WIDTH);
        a2.intoArray(target2, at);
        b2.intoArray(target2, at + WIDTH);
        a3.intoArray(target3, at);
        b3.intoArray(target3, at + WIDTH);
      }
    }

    private static ByteVector low(ByteVector bytes) {
      return bytes.and((byte) (ENTRIES - 1));
    }

    private static ByteVector high(ByteVector bytes) {
      return bytes.lanewise(LSHR, 4);
    }

    private static ByteVector add(
        byte[] tables, ByteVector sum, int table, ByteVector low, ByteVector high) {
      var ofLow = low.selectFrom(ByteVector.fromArray(SPECIES, tables, table));
      var ofHigh = high.selectFrom(ByteVector.fromArray(SPECIES, tables, table + WIDTH));
      return sum.lanewise(XOR, ofLow).lanewise(XOR, ofHigh);
    }
  }
}
