package network.flashback.evm.bls;

import java.math.BigInteger;

/// Arithmetic modulo the prime over which BN254 is defined (EIP-196).
final class BaseField {
  static final BigInteger P =
      new BigInteger(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");
  private static final BigInteger SQUARE_ROOT_EXPONENT = P.add(BigInteger.ONE).shiftRight(2);

  private BaseField() {}

  static BigInteger reduce(BigInteger value) {
    return value.mod(P);
  }

  static BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(P);
  }

  static BigInteger square(BigInteger a) {
    return times(a, a);
  }

  /// The inverse; zero for zero, as RFC 9380's inv0.
  static BigInteger inverse(BigInteger a) {
    return a.signum() == 0 ? BigInteger.ZERO : a.modInverse(P);
  }

  /// A root of `a` if `a` is a square, else a number that is none; p = 3 mod 4 makes it one power.
  static BigInteger squareRoot(BigInteger a) {
    return a.modPow(SQUARE_ROOT_EXPONENT, P);
  }

  static boolean isOdd(BigInteger a) {
    return a.testBit(0);
  }
}
