package network.flashback.evm.bls;

import static network.flashback.evm.bls.BaseField.P;
import static network.flashback.evm.bls.BaseField.inverse;
import static network.flashback.evm.bls.BaseField.reduce;
import static network.flashback.evm.bls.BaseField.square;

import java.math.BigInteger;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A point of BN254's first group, y^2 = x^3 + 3, in affine coordinates; (0, 0) is the point at
/// infinity.
public record G1(BigInteger x, BigInteger y) {
  public static final int SIZE = 64;
  // First, because making the points below needs it.
  private static final BigInteger THREE = BigInteger.valueOf(3);

  public static final G1 GENERATOR = new G1(BigInteger.ONE, BigInteger.TWO);
  public static final G1 INFINITY = new G1(BigInteger.ZERO, BigInteger.ZERO);

  /// Order of both groups.
  public static final BigInteger ORDER =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  public G1 {
    boolean infinity = x.signum() == 0 && y.signum() == 0;
    boolean inField =
        x.signum() >= 0 && y.signum() >= 0 && x.compareTo(P) < 0 && y.compareTo(P) < 0;
    if (!infinity && !(inField && square(y).equals(curve(x)))) {
      throw new IllegalArgumentException("The point is not on BN254: y^2 = x^3 + 3 does not hold.");
    }
  }

  /// Reads x and y, 32 bytes each, big-endian.
  public static G1 parse(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("A point of G1 has 64 bytes, not " + bytes.size() + ".");
    }
    byte[] all = bytes.toArray();
    return new G1(Bytes32.of(all, 0).toInteger(), Bytes32.of(all, 32).toInteger());
  }

  /// x^3 + 3.
  static BigInteger curve(BigInteger x) {
    return reduce(BaseField.times(square(x), x).add(THREE));
  }

  public boolean isInfinity() {
    return x.signum() == 0 && y.signum() == 0;
  }

  public G1 plus(G1 other) {
    if (isInfinity()) {
      return other;
    }
    if (other.isInfinity()) {
      return this;
    }
    if (!x.equals(other.x)) {
      return chord(
          BaseField.times(other.y.subtract(y), inverse(reduce(other.x.subtract(x)))), other.x);
    }
    return y.equals(other.y) && y.signum() != 0
        ? chord(
            BaseField.times(reduce(square(x).multiply(THREE)), inverse(reduce(y.shiftLeft(1)))), x)
        : INFINITY;
  }

  /// The multiple by a scalar, by doubling and adding. Not constant in time: for keys of the
  /// development beacon, never for keys that guard value.
  public G1 times(BigInteger scalar) {
    G1 sum = INFINITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      if (scalar.testBit(bit)) {
        sum = sum.plus(this);
      }
    }
    return sum;
  }

  public Bytes toBytes() {
    return Bytes32.of(x).toBytes().then(Bytes32.of(y).toBytes());
  }

  private G1 chord(BigInteger slope, BigInteger otherX) {
    BigInteger sumX = reduce(square(slope).subtract(x).subtract(otherX));
    return new G1(sumX, reduce(slope.multiply(x.subtract(sumX)).subtract(y)));
  }
}
