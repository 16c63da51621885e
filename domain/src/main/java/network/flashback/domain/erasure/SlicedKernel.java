package network.flashback.domain.erasure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Multiplies eight bytes at a time without any table: a product is the sum of doublings, one for
/// each bit of the coefficient, and Horner's rule shares the doublings among all sources.
///
/// The loops are written so that the optimising compiler makes vectors of them.
final class SlicedKernel implements Kernel {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int WORD = Long.BYTES;

  /// The target and a few sources of a strip stay in the first-level cache.
  private static final int STRIP_BYTES = 8 * 1024;

  private static final long TOP_BITS = 0x8080808080808080L;

  /// 0x11D without its ninth bit, in every byte.
  private static final long REDUCTION = 0x1d1d1d1d1d1d1d1dL;

  @Override
  public String name() {
    return "sliced";
  }

  @Override
  public Combination prepare(int[][] rows) {
    var sums = Arrays.stream(rows).map(SlicedKernel::byBit).toArray(int[][][]::new);
    return (sources, targets, offset, length) -> {
      var whole = length - length % WORD;
      for (var begin = 0; begin < whole; begin += STRIP_BYTES) {
        var from = offset + begin;
        var to = from + Math.min(STRIP_BYTES, whole - begin);
        for (var row = 0; row < rows.length; row++) {
          combine(sums[row], sources, targets[row], from, to);
        }
      }
      for (var row = 0; row < rows.length; row++) {
        TableKernel.combine(rows[row], sources, targets[row], offset + whole, length - whole);
      }
    };
  }

  /// The sources whose coefficient has a bit, from the highest bit that any has down to the lowest.
  private static int[][] byBit(int[] coefficients) {
    var any = Arrays.stream(coefficients).reduce(0, (a, b) -> a | b);
    var highest = Math.max(0, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(any));
    return IntStream.rangeClosed(0, highest)
        .map(step -> highest - step)
        .mapToObj(
            bit ->
                IntStream.range(0, coefficients.length)
                    .filter(source -> (coefficients[source] >> bit & 1) == 1)
                    .toArray())
        .toArray(int[][]::new);
  }

  private static void combine(int[][] sums, byte[][] sources, byte[] target, int from, int to) {
    Arrays.fill(target, from, to, (byte) 0);
    for (var step = 0; step < sums.length; step++) {
      if (step > 0) {
        twice(target, from, to);
      }
      var sum = sums[step];
      var i = 0;
      for (; i + 4 <= sum.length; i += 4) {
        var s = sources;
        addFour(target, s[sum[i]], s[sum[i + 1]], s[sum[i + 2]], s[sum[i + 3]], from, to);
      }
      for (; i < sum.length; i++) {
        add(target, sources[sum[i]], from, to);
      }
    }
  }

  private static void twice(byte[] target, int from, int to) {
    for (var at = from; at < to; at += WORD) {
      var value = (long) EIGHT.get(target, at);
      var tops = value & TOP_BITS;
      // 0x80 - 0x01 fills the seven bits below a top bit that is set.
      var overflown = (tops - (tops >>> 7)) | tops;
      EIGHT.set(target, at, ((value ^ tops) << 1) ^ (overflown & REDUCTION));
    }
  }

  private static void add(byte[] target, byte[] source, int from, int to) {
    for (var at = from; at < to; at += WORD) {
      EIGHT.set(target, at, (long) EIGHT.get(target, at) ^ (long) EIGHT.get(source, at));
    }
  }

  private static void addFour(
      byte[] target, byte[] a, byte[] b, byte[] c, byte[] d, int from, int to) {
    for (var at = from; at < to; at += WORD) {
      EIGHT.set(
          target,
          at,
          (long) EIGHT.get(target, at)
              ^ (long) EIGHT.get(a, at)
              ^ (long) EIGHT.get(b, at)
              ^ (long) EIGHT.get(c, at)
              ^ (long) EIGHT.get(d, at));
    }
  }
}
