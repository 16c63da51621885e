package network.flashback.app.client;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import network.flashback.evm.Wei;

/// Gas of an SLA's transactions from its opening to its end, whoever sends them: what an agreement
/// must be worth. Vouchers, replacements and changes come on top.
///
/// The figures are those of `./flashback bench gas` (Cancun, worst-case bytes), which holds them to
/// its golden file.
///
/// @param opening by the consumer or who carries the opening
/// @param starting first revisions, by the providers
/// @param epoch settling in a full batch and the share of an audit, each epoch
/// @param ending last settlements, refunds and withdrawals
public record GasCost(long opening, long starting, long epoch, long ending) {
  public static final long OPEN_ONE = 214_255;
  public static final long OPEN_FURTHER = 104_066;
  public static final long FIRST_REVISION = 183_893;
  public static final long SETTLE_IN_BATCH = 6_920;
  public static final long POSSESSION_SHARE = 187;
  public static final long END = 97_274;

  /// Gas may be this part of what is locked: below it an agreement is small for its chain.
  private static final int SHARE_MOST = 20;

  private static final BigDecimal WEI_OF_COIN = BigDecimal.TEN.pow(18);

  /// Of an SLA with so many legs.
  public static GasCost of(int legs) {
    if (legs < 1) {
      throw new IllegalArgumentException("An SLA has at least one leg, not " + legs + ".");
    }
    return new GasCost(
        OPEN_ONE + (legs - 1) * OPEN_FURTHER,
        legs * FIRST_REVISION,
        legs * (SETTLE_IN_BATCH + POSSESSION_SHARE),
        legs * END);
  }

  /// From the opening to the end.
  public long whole(long epochs) {
    return opening + starting + ending + Math.multiplyExact(epoch, epochs);
  }

  /// What the gas costs in the token, rounded up.
  ///
  /// @param price of a unit of gas
  /// @param unitsOfCoin what one whole coin of the chain is worth, token units
  public BigInteger worth(long epochs, Wei price, BigDecimal unitsOfCoin) {
    return new BigDecimal(price.times(whole(epochs)).amount())
        .multiply(unitsOfCoin)
        .divide(WEI_OF_COIN, 0, RoundingMode.CEILING)
        .toBigInteger();
  }

  /// The least that should be locked for so long: of less, gas is more than a twentieth.
  public BigInteger smallest(long epochs, Wei price, BigDecimal unitsOfCoin) {
    return worth(epochs, price, unitsOfCoin).multiply(BigInteger.valueOf(SHARE_MOST));
  }
}
