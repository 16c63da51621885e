package network.flashback.domain.money;

import java.math.BigInteger;
import network.flashback.domain.Refused;

/// The pay of one agreement: what is still locked, how fast it flows, and up to which confirmed
/// second of the provider it was paid. The reference of the contract's arithmetic.
///
/// ```text
/// dt = until - clock;  x = rate*dt + frac;  if x >> 32 > deposit: dt = last funded second; x = rate*dt + frac
/// pay = x >> 32;  deposit -= pay;  clock += dt;  frac = x mod 2^32
/// ```
///
/// Settling at any set of moments pays exactly what one settlement at the last of them pays.
///
/// @param clock confirmed seconds of the provider that are paid for; uint32 on chain
/// @param frac the part of a unit that is earned but not payable yet, in 2^-32 units
public record Stream(TokenAmount deposit, Rate rate, long clock, long frac) {
  private static final long UINT32_MAX = 0xffff_ffffL;

  /// Refuses what the chain could not hold.
  public Stream {
    if (!deposit.token().equals(rate.token())) {
      throw new IllegalArgumentException("deposit and rate of a stream are in different tokens");
    }
    if (deposit.units().compareTo(TokenAmount.DEPOSIT_MAX) > 0) {
      throw new Refused("deposit", "does not fit 88 bits", "split the agreement");
    }
    Refused.requireRange("clock", clock, 0, UINT32_MAX);
    Refused.requireRange("frac", frac, 0, UINT32_MAX);
  }

  /// What a settlement did.
  ///
  /// @param paid to the provider, gross
  /// @param seconds of confirmed time that were paid; fewer than asked when the money ran out
  /// @param after the stream from now on
  public record Settlement(TokenAmount paid, long seconds, Stream after) {}

  /// A fresh stream.
  public static Stream opened(TokenAmount deposit, Rate rate, long clock) {
    return new Stream(deposit, rate, clock, 0);
  }

  /// Pays up to that many confirmed seconds of the provider; nothing when they are paid already.
  public Settlement settle(long until) {
    Refused.requireRange("until", until, 0, UINT32_MAX);
    if (until <= clock) {
      return new Settlement(TokenAmount.zero(deposit.token()), 0, this);
    }
    var seconds = Math.min(until - clock, fundedSeconds());
    var earned = rate.fixed().multiply(BigInteger.valueOf(seconds)).add(BigInteger.valueOf(frac));
    var paid = new TokenAmount(deposit.token(), earned.shiftRight(Rate.FRACTION_BITS));
    var rest = earned.and(BigInteger.valueOf(UINT32_MAX)).longValueExact();
    return new Settlement(
        paid, seconds, new Stream(deposit.minus(paid), rate, clock + seconds, rest));
  }

  /// Adds money.
  public Stream toppedUp(TokenAmount more) {
    return new Stream(deposit.plus(more), rate, clock, frac);
  }

  /// How many more seconds the deposit pays for: the largest dt with `(rate*dt + frac) >> 32 <=
  /// deposit`, that is `((deposit + 1) * 2^32 - 1 - frac) / rate`; 2^32 - 1 at most.
  public long fundedSeconds() {
    if (rate.fixed().signum() == 0) {
      return UINT32_MAX;
    }
    var reach =
        deposit
            .units()
            .add(BigInteger.ONE)
            .shiftLeft(Rate.FRACTION_BITS)
            .subtract(BigInteger.ONE)
            .subtract(BigInteger.valueOf(frac));
    return reach.divide(rate.fixed()).min(BigInteger.valueOf(UINT32_MAX)).longValueExact();
  }
}
