package network.flashback.market.visit;

/// How many requests a minute each may send; 0 for any number.
///
/// @param address without a token, by where they come from
/// @param caller with a session or a key, by whose it is
public record RateLimits(int address, int caller) {
  /// No bounds at all.
  public static final RateLimits NONE = new RateLimits(0, 0);

  public RateLimits {
    if (address < 0 || caller < 0) {
      throw new IllegalArgumentException("A rate limit is negative: give 0 for no bound.");
    }
  }
}
