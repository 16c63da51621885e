package network.flashback.domain.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import network.flashback.domain.Refused;

/// A non-negative amount of one token, in the token's smallest unit.
///
/// Amounts of different tokens never meet; the bound is that of a deposit on chain (uint88) times
/// the number of agreements a ledger may sum, so that a fault shows as an error and not as a huge
/// number.
///
/// @param units 0 to 2^127 - 1
public record TokenAmount(Token token, BigInteger units) implements Comparable<TokenAmount> {
  /// What fits the deposit of one agreement on chain (uint88).
  public static final BigInteger DEPOSIT_MAX = BigInteger.TWO.pow(88).subtract(BigInteger.ONE);

  private static final BigInteger WHOLE_BASIS = BigInteger.valueOf(10_000);

  /// Refuses debts and overflow.
  public TokenAmount {
    if (units.signum() < 0) {
      throw new ArithmeticException(
          "an amount of " + token.symbol() + " cannot be negative: " + units + " units");
    }
    if (units.bitLength() > 127) {
      throw new ArithmeticException("an amount of " + token.symbol() + " exceeds 2^127 units");
    }
  }

  /// Nothing of a token.
  public static TokenAmount zero(Token token) {
    return new TokenAmount(token, BigInteger.ZERO);
  }

  /// That many smallest units.
  public static TokenAmount ofUnits(Token token, long units) {
    return new TokenAmount(token, BigInteger.valueOf(units));
  }

  /// What a user wrote, such as `12.5`.
  ///
  /// @throws Refused when it is no plain decimal, negative, or finer than the token's unit
  public static TokenAmount parse(Token token, String text) {
    if (!text.matches("[0-9]{1,38}(\\.[0-9]{1,18})?")) {
      throw new Refused("amount", "is no plain decimal number", "write for example 12.50");
    }
    try {
      return new TokenAmount(
          token, new BigDecimal(text).movePointRight(token.decimals()).toBigIntegerExact());
    } catch (ArithmeticException e) {
      throw new Refused(
          "amount",
          "cannot be held in " + token.symbol(),
          "use at most " + token.decimals() + " decimals and less than 2^127 units");
    }
  }

  /// The sum.
  ///
  /// @throws IllegalArgumentException when the tokens differ
  public TokenAmount plus(TokenAmount other) {
    return new TokenAmount(token, units.add(same(other).units));
  }

  /// The rest.
  ///
  /// @throws ArithmeticException when the other amount is larger
  public TokenAmount minus(TokenAmount other) {
    return new TokenAmount(token, units.subtract(same(other).units));
  }

  /// That many times the amount.
  public TokenAmount times(long factor) {
    return new TokenAmount(token, units.multiply(BigInteger.valueOf(factor)));
  }

  /// A share in basis points, rounded down: a fee or credit never takes a unit too much.
  public TokenAmount basisPointsDown(int basisPoints) {
    return new TokenAmount(
        token, units.multiply(BigInteger.valueOf(basisPoints)).divide(WHOLE_BASIS));
  }

  /// The smaller of two amounts.
  public TokenAmount min(TokenAmount other) {
    return new TokenAmount(token, units.min(same(other).units));
  }

  /// Whether it is nothing.
  public boolean isZero() {
    return units.signum() == 0;
  }

  @Override
  public int compareTo(TokenAmount other) {
    return units.compareTo(same(other).units);
  }

  /// The number as people write it, with all decimals: `12.500000`.
  public String toDecimal() {
    return new BigDecimal(units, token.decimals())
        .setScale(token.decimals(), RoundingMode.UNNECESSARY)
        .toPlainString();
  }

  @Override
  public String toString() {
    return toDecimal() + " " + token.symbol();
  }

  private TokenAmount same(TokenAmount other) {
    if (!token.equals(other.token)) {
      throw new IllegalArgumentException(
          "amounts of " + token.symbol() + " and " + other.token.symbol() + " cannot be combined");
    }
    return other;
  }
}
