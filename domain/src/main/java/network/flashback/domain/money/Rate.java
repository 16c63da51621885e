package network.flashback.domain.money;

import java.math.BigInteger;
import network.flashback.domain.Refused;
import network.flashback.domain.storage.ByteCount;

/// A flow of one token: units per second as 64.32 fixed point, which is what a stream holds on
/// chain (uint96).
///
/// @param fixed units per second times 2^32
public record Rate(Token token, BigInteger fixed) implements Comparable<Rate> {
  /// Bits behind the point.
  public static final int FRACTION_BITS = 32;

  /// 730 hours: a twelfth of 365 days. Prices are quoted per GiB and this month.
  public static final long MONTH_SECONDS = 730L * 3600;

  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  /// Refuses what does not fit the chain.
  public Rate {
    if (fixed.signum() < 0 || fixed.bitLength() > 96) {
      throw new Refused("rate", "does not fit 96 bits", "use a rate from 0 to 2^64 units a second");
    }
  }

  /// The flow that a monthly price of one GiB is. Rounds up: a partial unit is owed to the
  /// provider.
  public static Rate perGibMonth(TokenAmount price) {
    var scaled = price.units().shiftLeft(FRACTION_BITS);
    return new Rate(price.token(), divideUp(scaled, BigInteger.valueOf(MONTH_SECONDS)));
  }

  /// Taking this as the rate of one GiB, the rate of that many bytes. Rounds up, as the contract
  /// demands of a leg: `ceil(ratePerGib * capacityBytes / 2^30)`.
  public Rate forCapacity(ByteCount bytes) {
    return new Rate(token, divideUp(fixed.multiply(BigInteger.valueOf(bytes.bytes())), GIB));
  }

  /// A multiple in basis points, rounded up: the ceiling of a mandate.
  public Rate basisPointsUp(int basisPoints) {
    var scaled = fixed.multiply(BigInteger.valueOf(basisPoints));
    return new Rate(token, divideUp(scaled, BigInteger.valueOf(10_000)));
  }

  /// What flows in that many seconds. Rounds down, as a settlement does.
  public TokenAmount payFor(long seconds) {
    return new TokenAmount(token, flow(seconds).shiftRight(FRACTION_BITS));
  }

  /// What must be locked so that that many seconds are funded. Rounds up.
  public TokenAmount depositFor(long seconds) {
    return new TokenAmount(token, divideUp(flow(seconds), BigInteger.ONE.shiftLeft(FRACTION_BITS)));
  }

  /// Taking this as the rate of one GiB, its monthly price. Rounds down, so that the price of a
  /// rate made by [#perGibMonth] is the price it was made from.
  public TokenAmount toGibMonth() {
    return payFor(MONTH_SECONDS);
  }

  @Override
  public int compareTo(Rate other) {
    if (!token.equals(other.token)) {
      throw new IllegalArgumentException(
          "rates in " + token.symbol() + " and " + other.token.symbol() + " cannot be compared");
    }
    return fixed.compareTo(other.fixed);
  }

  private BigInteger flow(long seconds) {
    Refused.requireRange("seconds", seconds, 0, Long.MAX_VALUE);
    return fixed.multiply(BigInteger.valueOf(seconds));
  }

  static BigInteger divideUp(BigInteger dividend, BigInteger divisor) {
    return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }
}
