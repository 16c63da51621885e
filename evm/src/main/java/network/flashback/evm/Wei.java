package network.flashback.evm;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An amount of the chain's own coin in wei (10^-18), never negative.
public record Wei(BigInteger amount) implements Comparable<Wei> {
  public static final Wei ZERO = new Wei(BigInteger.ZERO);
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);

  public Wei {
    if (amount.signum() < 0 || amount.bitLength() > 256) {
      throw new IllegalArgumentException(
          "An amount of wei lies between 0 and 2^256-1, this is " + amount + ".");
    }
  }

  public static Wei of(long amount) {
    return new Wei(BigInteger.valueOf(amount));
  }

  public static Wei gwei(long amount) {
    return new Wei(BigInteger.valueOf(amount).multiply(GWEI));
  }

  public static Wei ether(long amount) {
    return new Wei(BigInteger.valueOf(amount).multiply(ETHER));
  }

  public Wei plus(Wei other) {
    return new Wei(amount.add(other.amount));
  }

  public Wei minus(Wei other) {
    return new Wei(amount.subtract(other.amount));
  }

  public Wei times(long factor) {
    return new Wei(amount.multiply(BigInteger.valueOf(factor)));
  }

  /// The amount times `numerator` / `denominator`, rounded up.
  public Wei scaledUp(long numerator, long denominator) {
    BigInteger divisor = BigInteger.valueOf(denominator);
    BigInteger product = amount.multiply(BigInteger.valueOf(numerator));
    return new Wei(product.add(divisor).subtract(BigInteger.ONE).divide(divisor));
  }

  public Wei max(Wei other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Wei min(Wei other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Wei other) {
    return amount.compareTo(other.amount);
  }

  /// In the unit a person reads best: ether from 0.001 ether up, gwei below.
  @Override
  public String toString() {
    boolean large = amount.compareTo(ETHER.divide(BigInteger.valueOf(1000))) >= 0;
    BigDecimal shown = new BigDecimal(amount, large ? 18 : 9).stripTrailingZeros();
    return shown.toPlainString() + (large ? " ether" : " gwei");
  }
}
