// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.sdk.model.AnswerReceipt;
import network.flashback.sdk.model.ListQuoteRequestsQuery;
import network.flashback.sdk.model.OfferSubmission;
import network.flashback.sdk.model.QuoteAnswerList;
import network.flashback.sdk.model.QuoteRequestPage;
import network.flashback.sdk.model.QuotedTerms;
import network.flashback.sdk.model.WantedQuotesEntry;
import network.flashback.sdk.model.WantedQuotesSubmission;

/// Operations about quoteRequests, as docs/api/openapi.json describes them.
public final class QuoteRequestsApi {
  private final Calls calls;

  QuoteRequestsApi(Calls calls) {
    this.calls = calls;
  }

  /// Asks providers for offers; signed by the consumer, and shown until it expires.
  ///
  /// `POST /v1/quote-requests`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 403, 409, 413,
  ///     422, 429, 500, 502, 503
  public WantedQuotesEntry requestQuotes(WantedQuotesSubmission body) {
    var call =
        Call.post("/v1/quote-requests")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, WantedQuotesEntry.class);
  }

  /// Requests that providers may answer now, the newest first.
  ///
  /// `GET /v1/quote-requests`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500, 502,
  ///     503
  public QuoteRequestPage listQuoteRequests(ListQuoteRequestsQuery query) {
    var call =
        Call.get("/v1/quote-requests")
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, QuoteRequestPage.class);
  }

  /// Requests that providers may answer now, the newest first. All pages, one after another: each
  /// is asked for when the stream comes to it.
  ///
  /// `GET /v1/quote-requests`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500, 502,
  ///     503
  public Stream<WantedQuotesEntry> allQuoteRequests(ListQuoteRequestsQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listQuoteRequests(cursor == null ? query : query.withCursor(cursor)),
        QuoteRequestPage::requests,
        QuoteRequestPage::next);
  }

  /// One request for quotes.
  ///
  /// `GET /v1/quote-requests/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500,
  ///     502, 503
  public WantedQuotesEntry quoteRequest(String id) {
    var call =
        Call.get("/v1/quote-requests/{id}")
            .at("id", id)
            .done();
    return calls.send(call, WantedQuotesEntry.class);
  }

  /// Answers with a signed offer of a listed provider; its newest answer counts.
  ///
  /// `POST /v1/quote-requests/{id}/answers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 403, 404, 409,
  ///     410, 413, 422, 429, 500, 502, 503
  public AnswerReceipt answerQuoteRequest(String id, OfferSubmission body) {
    var call =
        Call.post("/v1/quote-requests/{id}/answers")
            .at("id", id)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, AnswerReceipt.class);
  }

  /// For the consumer: the answers that can still be filled, the cheapest first.
  ///
  /// `GET /v1/quote-requests/{id}/answers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500, 502, 503
  public QuoteAnswerList quoteAnswers(String id) {
    var call =
        Call.get("/v1/quote-requests/{id}/answers")
            .at("id", id)
            .done();
    return calls.send(call, QuoteAnswerList.class);
  }

  /// For the consumer: computes and freezes a quote from the answers alone.
  ///
  /// `POST /v1/quote-requests/{id}/quote`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 502, 503
  public QuotedTerms quoteFromAnswers(String id) {
    var call =
        Call.post("/v1/quote-requests/{id}/quote")
            .at("id", id)
            .repeatable()
            .done();
    return calls.send(call, QuotedTerms.class);
  }
}
