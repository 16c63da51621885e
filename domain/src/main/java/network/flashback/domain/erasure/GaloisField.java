package network.flashback.domain.erasure;

/// Arithmetic in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (0x11D), generator 2.
final class GaloisField {
  private static final int POLYNOMIAL = 0x11D;
  private static final int[] LOGARITHM = new int[256];

  /// Twice as long as the group, so that a sum of two logarithms needs no reduction.
  private static final int[] POWER = new int[510];

  static {
    var value = 1;
    for (var exponent = 0; exponent < 255; exponent++) {
      POWER[exponent] = value;
      POWER[exponent + 255] = value;
      LOGARITHM[value] = exponent;
      value <<= 1;
      if (value > 255) {
        value ^= POLYNOMIAL;
      }
    }
  }

  private GaloisField() {}

  static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : POWER[LOGARITHM[a] + LOGARITHM[b]];
  }

  static int inverse(int a) {
    if (a == 0) {
      throw new ArithmeticException("zero has no inverse");
    }
    return POWER[255 - LOGARITHM[a]];
  }

  /// The inverse of a square matrix, by Gauss and Jordan.
  static int[][] inverse(int[][] matrix) {
    var size = matrix.length;
    var work = new int[size][];
    for (var row = 0; row < size; row++) {
      work[row] = new int[2 * size];
      System.arraycopy(matrix[row], 0, work[row], 0, size);
      work[row][size + row] = 1;
    }
    for (var column = 0; column < size; column++) {
      var pivot = column;
      while (work[pivot][column] == 0) {
        // Every square part of a Cauchy matrix under an identity is regular, so a pivot exists.
        pivot++;
      }
      var swapped = work[pivot];
      work[pivot] = work[column];
      work[column] = swapped;
      scale(swapped, inverse(swapped[column]));
      for (var row = 0; row < size; row++) {
        if (row != column) {
          addScaled(work[row], swapped, work[row][column]);
        }
      }
    }
    var result = new int[size][size];
    for (var row = 0; row < size; row++) {
      System.arraycopy(work[row], size, result[row], 0, size);
    }
    return result;
  }

  private static void scale(int[] row, int factor) {
    for (var i = 0; i < row.length; i++) {
      row[i] = multiply(row[i], factor);
    }
  }

  private static void addScaled(int[] row, int[] other, int factor) {
    for (var i = 0; i < row.length; i++) {
      row[i] ^= multiply(other[i], factor);
    }
  }
}
