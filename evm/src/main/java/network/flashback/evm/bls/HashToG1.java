package network.flashback.evm.bls;

import static network.flashback.evm.bls.BaseField.inverse;
import static network.flashback.evm.bls.BaseField.isOdd;
import static network.flashback.evm.bls.BaseField.reduce;
import static network.flashback.evm.bls.BaseField.square;
import static network.flashback.evm.bls.BaseField.squareRoot;
import static network.flashback.evm.bls.BaseField.times;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// Messages hashed to points of BN254 (RFC 9380): `expand_message_xmd` with keccak-256 and the map
/// of Shallue and van de Woestijne, with Z = 1. The group has cofactor 1, so nothing is to be
/// cleared.
final class HashToG1 {
  private static final int KECCAK_BLOCK_BYTES = 136;
  private static final int FIELD_BYTES = 48;
  private static final int EXPANDED_BYTES = 2 * FIELD_BYTES;

  /// g(Z).
  private static final BigInteger C1 = BigInteger.valueOf(4);

  /// -Z / 2.
  private static final BigInteger C2 =
      new BigInteger("183227397098d014dc2822db40c0ac2ecbc0b548b438e5469e10460b6c3e7ea3", 16);

  /// sqrt(-g(Z) * 3 * Z^2), the even one of the two.
  private static final BigInteger C3 =
      new BigInteger("16789af3a83522eb353c98fc6b36d713d5d8d1cc5dffffffa", 16);

  /// -4 * g(Z) / (3 * Z^2).
  private static final BigInteger C4 =
      new BigInteger("10216f7ba065e00de81ac1e7808072c9dd2b2385cd7b438469602eb24829a9bd", 16);

  private final byte[] domainSuffix;

  HashToG1(String domain) {
    byte[] text = domain.getBytes(StandardCharsets.US_ASCII);
    if (text.length > 255) {
      throw new IllegalArgumentException(
          "A domain separation tag has at most 255 bytes, not " + text.length + ".");
    }
    this.domainSuffix = Arrays.copyOf(text, text.length + 1);
    this.domainSuffix[text.length] = (byte) text.length;
  }

  G1 hash(byte[] message) {
    byte[] expanded = expand(message);
    return map(element(expanded, 0)).plus(map(element(expanded, FIELD_BYTES)));
  }

  /// `expand_message_xmd` of RFC 9380, section 5.3.1, to 96 bytes.
  byte[] expand(byte[] message) {
    byte[] length = {0, EXPANDED_BYTES, 0};
    byte[] first =
        Keccak256.hash(new byte[KECCAK_BLOCK_BYTES], message, length, domainSuffix).toArray();
    byte[] expanded = new byte[EXPANDED_BYTES];
    byte[] previous = new byte[Bytes32.SIZE];
    for (int i = 1; i <= EXPANDED_BYTES / Bytes32.SIZE; i++) {
      byte[] mixed = new byte[Bytes32.SIZE];
      for (int j = 0; j < Bytes32.SIZE; j++) {
        mixed[j] = (byte) (first[j] ^ previous[j]);
      }
      previous = Keccak256.hash(mixed, new byte[] {(byte) i}, domainSuffix).toArray();
      System.arraycopy(previous, 0, expanded, (i - 1) * Bytes32.SIZE, Bytes32.SIZE);
    }
    return expanded;
  }

  /// The map of RFC 9380, section 6.6.1, with the constants of appendix F.1.
  static G1 map(BigInteger u) {
    BigInteger scaled = times(square(u), C1);
    BigInteger above = reduce(BigInteger.ONE.add(scaled));
    BigInteger below = reduce(BigInteger.ONE.subtract(scaled));
    BigInteger inverse = inverse(times(above, below));
    BigInteger offset = times(times(times(u, below), inverse), C3);
    BigInteger third = times(square(above), inverse);
    BigInteger[] candidates = {
      reduce(C2.subtract(offset)),
      reduce(C2.add(offset)),
      reduce(BigInteger.ONE.add(times(C4, square(third))))
    };
    for (BigInteger x : candidates) {
      BigInteger right = G1.curve(x);
      BigInteger y = squareRoot(right);
      if (square(y).equals(right)) {
        return new G1(x, isOdd(u) == isOdd(y) ? y : reduce(y.negate()));
      }
    }
    throw new AssertionError("One of three candidates is always on the curve: RFC 9380, 6.6.1.");
  }

  static BigInteger element(byte[] expanded, int offset) {
    return reduce(new BigInteger(1, expanded, offset, FIELD_BYTES));
  }
}
