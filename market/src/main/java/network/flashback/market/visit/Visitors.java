package network.flashback.market.visit;

import java.util.function.Function;
import network.flashback.http.HttpRequest;
import network.flashback.market.account.Origins;

/// What a market is told about those who come.
///
/// @param origins where browsers reach it
/// @param address where a request comes from, as a literal: the peer of the connection, or whom a
///   trusted proxy names
public record Visitors(Origins origins, RateLimits limits, Function<HttpRequest, String> address) {
  /// Visitors who connect directly.
  public static Visitors direct(Origins origins, RateLimits limits) {
    return new Visitors(origins, limits, request -> request.remote().getAddress().getHostAddress());
  }
}
