package network.flashback.app.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Rates as people say them: whole tokens a day.
final class PerDay {
  private static final BigInteger DAY_SECONDS = BigInteger.valueOf(86_400);
  private static final int RATE_FRACTION_BITS = 32;
  private static final int SHOWN_DECIMALS = 6;

  private PerDay() {}

  /// Token units a second, 64.32, rounded down.
  static BigInteger rate(BigDecimal perDay, int decimals) {
    return perDay
        .movePointRight(decimals)
        .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(RATE_FRACTION_BITS)))
        .divide(new BigDecimal(DAY_SECONDS), 0, RoundingMode.DOWN)
        .toBigIntegerExact();
  }

  static String text(BigInteger rate, int decimals) {
    return new BigDecimal(rate.multiply(DAY_SECONDS))
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(RATE_FRACTION_BITS)))
        .movePointLeft(decimals)
        .setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
