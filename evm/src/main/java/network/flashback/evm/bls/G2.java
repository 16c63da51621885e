package network.flashback.evm.bls;

import java.math.BigInteger;
import java.util.Optional;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A point of BN254's second group other than infinity, as far as public keys need it.
record G2(Fp2 x, Fp2 y) {
  static final G2 GENERATOR =
      new G2(
          new Fp2(
              new BigInteger(
                  "10857046999023057135944570762232829481370756359578518086990519993285655852781"),
              new BigInteger(
                  "11559732032986387107991004021392285783925812861821192530917403151452391805634")),
          new Fp2(
              new BigInteger(
                  "8495653923123431417604973247489272438418190587263600148770280649306958101930"),
              new BigInteger(
                  "4082367875863433681332203403145435568316851327593401208105741076214120093531")));

  /// The multiple by a scalar from 1 to the order - 1. Not constant in time, see [G1#times].
  G2 times(BigInteger scalar) {
    Optional<G2> sum = Optional.empty();
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.map(G2::doubled);
      if (scalar.testBit(bit)) {
        sum = Optional.of(sum.map(this::plus).orElse(this));
      }
    }
    return sum.orElseThrow(() -> new IllegalArgumentException("A multiple by zero is infinity."));
  }

  /// Coordinates as EIP-197 takes them: of x and then y, the imaginary part first.
  Bytes toBytes() {
    return Bytes.concat(word(x.imaginary()), word(x.real()), word(y.imaginary()), word(y.real()));
  }

  private G2 doubled() {
    return chord(x.times(x).times(3).times(y.times(2).inverse()), x);
  }

  private G2 plus(G2 other) {
    return chord(other.y.minus(y).times(other.x.minus(x).inverse()), other.x);
  }

  private G2 chord(Fp2 slope, Fp2 otherX) {
    Fp2 sumX = slope.times(slope).minus(x).minus(otherX);
    return new G2(sumX, slope.times(x.minus(sumX)).minus(y));
  }

  private static byte[] word(BigInteger value) {
    return Bytes32.of(value).toArray();
  }
}
