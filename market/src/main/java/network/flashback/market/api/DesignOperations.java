package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;

import java.util.List;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.quote.DesignAnswer;
import network.flashback.market.quote.DesignDesk;
import network.flashback.market.quote.DesignRequest;
import network.flashback.market.quote.PlanChoice;
import network.flashback.market.quote.PlanQuotes;
import network.flashback.market.quote.QuoteInputs;

/// The operations of the API that lead from wishes to quotes.
public record DesignOperations(DesignDesk desk) {
  List<Route> routes() {
    return List.of(
        Route.post(
                PUBLIC,
                "/v1/designs",
                "design",
                "Plans that serve wishes, and what each wish costs; stores nothing.",
                DesignRequest.class,
                DesignAnswer.class,
                request -> desk.design(request.body(DesignRequest.class)))
            .failing(MarketError.BUSY)
            .askingTheChain(),
        Route.post(
                PUBLIC,
                "/v1/designs/quotes",
                "quotePlan",
                "Freezes a plan as one quote for each class; under a key, the same request again"
                    + " gets the same quotes.",
                PlanChoice.class,
                PlanQuotes.class,
                request -> desk.quote(request.body(PlanChoice.class)))
            .failing(MarketError.NOTHING_FITS, MarketError.BUSY)
            .failing(MarketError.PLAN_CHANGED, MarketError.KEY_REUSED)
            .askingTheChain(),
        Route.get(
                PUBLIC,
                "/v1/quotes/{hash}/inputs",
                "quoteInputs",
                "What a plan's quote was computed from, so that anyone can compute it again.",
                QuoteInputs.class,
                request ->
                    desk.inputs(request.hash("hash"))
                        .orElseThrow(
                            () ->
                                new MarketException(
                                    MarketError.NOT_FOUND,
                                    "There are no inputs of such a quote.",
                                    "Only quotes of plans have inputs, for a day after they"
                                        + " expired: POST /v1/designs/quotes makes one.")))
            .failing(MarketError.NOT_FOUND));
  }
}
