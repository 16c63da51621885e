package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;
import static network.flashback.market.api.Access.SignedIn.SIGNED_IN;

import java.util.List;
import java.util.stream.Stream;
import network.flashback.market.MarketError;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.quote.QuotedTerms;
import network.flashback.market.request.AnswerReceipt;
import network.flashback.market.request.QuoteRequests;
import network.flashback.market.request.WantedQuotesEntry;
import network.flashback.market.request.WantedQuotesSubmission;

/// The operations about requests for quotes.
public record RequestOperations(QuoteRequests requests) {
  private static final String BASE = "/v1/quote-requests";
  private static final String ONE = BASE + "/{id}";
  private static final int ROWS = 20;
  private static final int ROWS_MAX = 100;

  List<Route> routes() {
    return Stream.of(asking(), answering()).flatMap(List::stream).toList();
  }

  private List<Route> asking() {
    return List.of(
        Route.post(
                PUBLIC,
                BASE,
                "requestQuotes",
                "Asks providers for offers; signed by the consumer, and shown until it expires.",
                WantedQuotesSubmission.class,
                WantedQuotesEntry.class,
                request -> requests.place(request.body(WantedQuotesSubmission.class)))
            .failing(MarketError.SIGNATURE_INVALID, MarketError.LIMIT_REACHED)
            .askingTheChain(),
        Route.get(
                PUBLIC,
                BASE,
                "listQuoteRequests",
                "Requests that providers may answer now, the newest first.",
                Pages.QuoteRequestPage.class,
                this::page)
            .with(MarketOperations.LIMIT, MarketOperations.CURSOR)
            .askingTheChain(),
        Route.get(
                PUBLIC,
                ONE,
                "quoteRequest",
                "One request for quotes.",
                WantedQuotesEntry.class,
                request ->
                    MarketOperations.found(
                        requests.request(request.hash("id")), "request for quotes"))
            .failing(MarketError.NOT_FOUND)
            .askingTheChain());
  }

  private List<Route> answering() {
    return List.of(
        Route.post(
                PUBLIC,
                ONE + "/answers",
                "answerQuoteRequest",
                "Answers with a signed offer of a listed provider; its newest answer counts.",
                OfferSubmission.class,
                AnswerReceipt.class,
                request -> requests.answer(request.hash("id"), request.body(OfferSubmission.class)))
            .failing(MarketError.NOT_FOUND, MarketError.REQUEST_EXPIRED)
            .failing(MarketError.SIGNATURE_INVALID, MarketError.PROVIDER_NOT_LISTED)
            .failing(MarketError.OFFER_CANCELLED, MarketError.LIMIT_REACHED)
            .askingTheChain(),
        Route.get(
                SIGNED_IN,
                ONE + "/answers",
                "quoteAnswers",
                "For the consumer: the answers that can still be filled, the cheapest first.",
                Pages.QuoteAnswerList.class,
                request ->
                    new Pages.QuoteAnswerList(
                        requests.answers(request.person().wallet(), request.hash("id"))))
            .failing(MarketError.FORBIDDEN, MarketError.NOT_FOUND)
            .askingTheChain(),
        Route.act(
                SIGNED_IN,
                ONE + "/quote",
                "quoteFromAnswers",
                "For the consumer: computes and freezes a quote from the answers alone.",
                QuotedTerms.class,
                request -> requests.quote(request.person().wallet(), request.hash("id")))
            .failing(MarketError.FORBIDDEN, MarketError.NOT_FOUND)
            .failing(MarketError.NOTHING_FITS)
            .askingTheChain());
  }

  private Pages.QuoteRequestPage page(ApiRequest request) {
    var limit = request.limit(ROWS, ROWS_MAX);
    var rows = requests.open(request.query("cursor").map(MarketOperations::number), limit + 1);
    return new Pages.QuoteRequestPage(
        rows.stream().limit(limit).map(QuoteRequests.Placed::request).toList(),
        rows.size() <= limit
            ? null
            : MarketOperations.cursor(Long.toString(rows.get(limit - 1).place())));
  }
}
