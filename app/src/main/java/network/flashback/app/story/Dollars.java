package network.flashback.app.story;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Amounts of the test dollar (6 decimals) in words.
final class Dollars {
  private static final int DECIMALS = 6;

  private Dollars() {}

  static String text(BigInteger units) {
    return new BigDecimal(units, DECIMALS).toPlainString() + " tUSD";
  }
}
