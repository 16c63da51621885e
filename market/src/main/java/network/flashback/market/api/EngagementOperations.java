package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;

import java.util.List;
import java.util.OptionalLong;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.api.Route.QueryParameter;
import network.flashback.market.indexer.EngagementEntry;
import network.flashback.market.indexer.EngagementIndex;
import network.flashback.market.indexer.RatingsEntry;

/// The operations about hired services: everything there is of them is public on the chain.
public record EngagementOperations(EngagementIndex index) {
  private static final int ROWS = 20;
  private static final int ROWS_MAX = 100;

  List<Route> routes() {
    return List.of(
        Route.get(
                PUBLIC,
                "/v1/engagements",
                "listEngagements",
                "Hired services, the newest first.",
                Pages.EngagementPage.class,
                this::engagements)
            .with(
                new QueryParameter("consumer", "0x[0-9a-fA-F]{40}", "Only this consumer's."),
                new QueryParameter("provider", "[0-9]{1,10}", "Only this provider's."),
                MarketOperations.LIMIT,
                MarketOperations.CURSOR),
        Route.get(
                PUBLIC,
                "/v1/engagements/{id}",
                "engagement",
                "One hired service: its milestones, and what was paid and refunded.",
                EngagementEntry.class,
                request ->
                    MarketOperations.found(index.engagement(request.number("id")), "engagement"))
            .failing(MarketError.NOT_FOUND),
        Route.get(
            PUBLIC,
            "/v1/providers/{id}/ratings",
            "providerRatings",
            "What consumers said of a service provider, and which of it counts.",
            RatingsEntry.class,
            request -> index.ratings(request.number("id"))));
  }

  private Pages.EngagementPage engagements(ApiRequest request) {
    var limit = request.limit(ROWS, ROWS_MAX);
    var filter =
        new EngagementIndex.Filter(
            request.query("consumer").map(EngagementOperations::consumer),
            request.query("provider").map(Long::parseLong));
    var before =
        request
            .query("cursor")
            .map(cursor -> OptionalLong.of(MarketOperations.number(cursor)))
            .orElse(OptionalLong.empty());
    var entries = index.engagements(filter, before, limit + 1);
    return entries.size() <= limit
        ? new Pages.EngagementPage(entries, null)
        : new Pages.EngagementPage(
            entries.subList(0, limit),
            MarketOperations.cursor(Long.toString(entries.get(limit - 1).id())));
  }

  private static Address consumer(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException mistyped) {
      throw new Refused("consumer", "is mistyped: its checksum is wrong", "copy it again");
    }
  }
}
