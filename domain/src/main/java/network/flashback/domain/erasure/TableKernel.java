package network.flashback.domain.erasure;

/// One 256-byte product table per coefficient, a look-up for each byte: the definition as it
/// stands, and what the other kernels finish their odd bytes with.
final class TableKernel implements Kernel {
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

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public Combination prepare(int[][] rows) {
    return (sources, targets, offset, length) -> {
      for (var begin = 0; begin < length; begin += STRIP_BYTES) {
        var strip = Math.min(STRIP_BYTES, length - begin);
        for (var row = 0; row < rows.length; row++) {
          combine(rows[row], sources, targets[row], offset + begin, strip);
        }
      }
    };
  }

  static void combine(int[] coefficients, byte[][] sources, byte[] target, int offset, int length) {
    var i = 0;
    // Four sources per pass write the target once instead of four times.
    for (; i + 4 <= coefficients.length; i += 4) {
      combineFour(coefficients, sources, i, target, offset, length);
    }
    for (; i < coefficients.length; i++) {
      combineOne(PRODUCTS[coefficients[i]], sources[i], i == 0, target, offset, length);
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
}
