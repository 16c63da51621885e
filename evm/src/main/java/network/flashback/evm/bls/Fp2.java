package network.flashback.evm.bls;

import static network.flashback.evm.bls.BaseField.reduce;

import java.math.BigInteger;

/// real + imaginary * i with i^2 = -1, over BN254's base field.
record Fp2(BigInteger real, BigInteger imaginary) {
  Fp2 plus(Fp2 other) {
    return new Fp2(reduce(real.add(other.real)), reduce(imaginary.add(other.imaginary)));
  }

  Fp2 minus(Fp2 other) {
    return new Fp2(reduce(real.subtract(other.real)), reduce(imaginary.subtract(other.imaginary)));
  }

  Fp2 times(Fp2 other) {
    return new Fp2(
        reduce(real.multiply(other.real).subtract(imaginary.multiply(other.imaginary))),
        reduce(real.multiply(other.imaginary).add(imaginary.multiply(other.real))));
  }

  Fp2 times(long factor) {
    BigInteger big = BigInteger.valueOf(factor);
    return new Fp2(reduce(real.multiply(big)), reduce(imaginary.multiply(big)));
  }

  Fp2 inverse() {
    BigInteger norm =
        BaseField.inverse(reduce(real.multiply(real).add(imaginary.multiply(imaginary))));
    return new Fp2(reduce(real.multiply(norm)), reduce(imaginary.negate().multiply(norm)));
  }
}
