package network.flashback.market;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.FollowingPolicy;
import network.flashback.http.HttpServerConfig;
import network.flashback.market.database.DatabaseConfig;
import network.flashback.market.visit.Visitors;
import network.flashback.market.webhook.WebhookService;

/// How a market is run.
///
/// @param console folder of the built console; none serves the API alone
/// @param following how the chain's events are followed
/// @param quoteLife how long a quote can be signed, at most
/// @param visitors who may come, and how often
/// @param webhooks how webhooks are signed and sent
/// @param endpoints addresses of other services, shown by `GET /v1/network`
public record MarketConfig(
    HttpServerConfig http,
    DatabaseConfig database,
    Optional<Path> console,
    FollowingPolicy following,
    Duration quoteLife,
    Visitors visitors,
    WebhookService.Policy webhooks,
    Map<String, String> endpoints) {
  public static final Duration QUOTE_LIFE = Duration.ofMinutes(5);

  /// Endpoints that the console's pages call: a node of the chain, and a gateway.
  private static final List<String> CALLED_BY_PAGES = List.of("chain", "gateway");

  public MarketConfig {
    endpoints = Map.copyOf(endpoints);
    if (quoteLife.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "Quotes live for at least a second, not " + quoteLife + ": nobody could sign one.");
    }
  }

  List<URI> calledByPages() {
    return CALLED_BY_PAGES.stream()
        .filter(endpoints::containsKey)
        .map(endpoints::get)
        .map(URI::create)
        .toList();
  }
}
