package network.flashback.domain.money;

import network.flashback.domain.Refused;

/// A token by name, with the number of decimals that people write it with.
///
/// @param symbol 1 to 16 letters, digits or dots
/// @param decimals 0 to 18; one whole token is 10^decimals units
public record Token(String symbol, int decimals) {
  /// Refuses names that could be mistaken or cannot be printed.
  public Token {
    if (!symbol.matches("[A-Za-z0-9.]{1,16}")) {
      throw new Refused("symbol", "is no token name", "use 1 to 16 letters, digits or dots");
    }
    Refused.requireRange("decimals", decimals, 0, 18);
  }

  /// A token counted in millionths, as stable coins are.
  public static Token micro(String symbol) {
    return new Token(symbol, 6);
  }
}
