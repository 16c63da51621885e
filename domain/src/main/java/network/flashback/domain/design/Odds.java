package network.flashback.domain.design;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// How likely it is that something goes wrong, never told smaller than it is.
///
/// @param failure probability in units of 10^-40, rounded up
public record Odds(BigInteger failure) {
  private static final int DIGITS = 40;
  private static final BigInteger SCALE = BigInteger.TEN.pow(DIGITS);
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /// Beyond fifteen nines what fails together decides, which no such figure counts.
  private static final int TENTHS_MAX = 150;

  /// It never goes wrong.
  public static final Odds NEVER = new Odds(BigInteger.ZERO);

  /// Keeps to certainty.
  public Odds {
    if (failure.signum() < 0) {
      throw new ArithmeticException("a probability cannot be negative: " + failure);
    }
    failure = failure.min(SCALE);
  }

  /// A quotient, rounded up.
  static Odds of(BigInteger numerator, BigInteger denominator) {
    var scaled = numerator.multiply(SCALE);
    return new Odds(scaled.add(denominator).subtract(BigInteger.ONE).divide(denominator));
  }

  /// At most this likely: one of both goes wrong.
  Odds or(Odds other) {
    return new Odds(failure.add(other.failure));
  }

  /// The number of nines in tenths, rounded down: 35 when it goes well with a probability of 99.968
  /// % or a little more.
  public int tenthsOfNines() {
    var tenths = 0;
    var whole = SCALE.pow(10);
    var power = failure.pow(10);
    while (tenths < TENTHS_MAX
        && power.multiply(BigInteger.TEN.pow(tenths + 1)).compareTo(whole) <= 0) {
      tenths++;
    }
    return tenths;
  }

  /// The nines as people write them: `3.5`.
  public String nines() {
    var tenths = tenthsOfNines();
    return tenths / 10 + "." + tenths % 10;
  }

  /// How likely it goes well in millionths, rounded down.
  public int wellPpm() {
    return SCALE.subtract(failure).multiply(MILLION).divide(SCALE).intValueExact();
  }

  /// The same in per cent with four decimals: `99.9685 %`.
  @Override
  public String toString() {
    return new BigDecimal(BigInteger.valueOf(wellPpm()), 4)
            .setScale(4, RoundingMode.UNNECESSARY)
            .toPlainString()
        + " %";
  }
}
