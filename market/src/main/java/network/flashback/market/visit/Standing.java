package network.flashback.market.visit;

/// How a visitor stands with a policy.
///
/// @param left requests that may follow at once
/// @param secondsToNext until there is one more
public record Standing(
    String policy, int perMinute, boolean isAllowed, long left, long secondsToNext) {
  static final Standing UNBOUNDED = new Standing("", 0, true, Long.MAX_VALUE, 0);

  /// Whether there is a bound at all.
  public boolean isBounded() {
    return perMinute > 0;
  }

  /// The header `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
  public String policyHeader() {
    return "\"%s\";q=%d;w=60".formatted(policy, perMinute);
  }

  /// The header `RateLimit`.
  public String header() {
    return "\"%s\";r=%d;t=%d".formatted(policy, left, secondsToNext);
  }
}
