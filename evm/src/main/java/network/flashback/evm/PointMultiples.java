package network.flashback.evm;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;

/// Multiples of one point, computed once, so that its product with a scalar takes 32 doublings and
/// as many additions, where about 130 doublings and 50 additions are usual. Two such products are
/// summed with one set of doublings.
///
/// A comb (Lim and Lee, 1994): entry b holds the sum of those of the points P, 2^32 P, 2^64 P, ...,
/// 2^224 P whose bits b has. Time follows the scalars: for what is public, such as a signature.
final class PointMultiples {
  private static final int TEETH = 8;
  private static final int SPACING = 32;

  private final ECPoint[] sums = new ECPoint[1 << TEETH];

  PointMultiples(ECPoint point) {
    var curve = point.getCurve();
    sums[0] = curve.getInfinity();
    var tooth = point;
    for (int bit = 0; bit < TEETH; bit++) {
      int value = 1 << bit;
      for (int below = 0; below < value; below++) {
        sums[value + below] = sums[below].add(tooth);
      }
      tooth = tooth.timesPow2(SPACING);
    }
    // Additions of points in affine form are the quick ones.
    curve.normalizeAll(sums);
  }

  /// `a` times this point and `b` times the other one.
  ///
  /// @param a not negative and below 2^256, like `b`
  ECPoint sum(BigInteger a, PointMultiples other, BigInteger b) {
    var result = sums[0];
    for (int column = SPACING - 1; column >= 0; column--) {
      result = result.twice();
      result = result.add(sums[bits(a, column)]);
      result = result.add(other.sums[bits(b, column)]);
    }
    return result;
  }

  /// The scalar's bits at this column and each [#SPACING] above it.
  private static int bits(BigInteger scalar, int column) {
    int bits = 0;
    for (int tooth = TEETH - 1; tooth >= 0; tooth--) {
      bits = bits << 1 | (scalar.testBit(tooth * SPACING + column) ? 1 : 0);
    }
    return bits;
  }
}
