// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.evm.Bytes32;
import network.flashback.sdk.model.QuoteInputs;
import network.flashback.sdk.model.QuoteRequest;
import network.flashback.sdk.model.QuotedTerms;

/// Operations about quotes, as docs/api/openapi.json describes them.
public final class QuotesApi {
  private final Calls calls;

  QuotesApi(Calls calls) {
    this.calls = calls;
  }

  /// What a plan's quote was computed from, so that anyone can compute it again.
  ///
  /// `GET /v1/quotes/{hash}/inputs`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public QuoteInputs quoteInputs(Bytes32 hash) {
    var call =
        Call.get("/v1/quotes/{hash}/inputs")
            .at("hash", hash)
            .done();
    return calls.send(call, QuoteInputs.class);
  }

  /// Computes and freezes a quote from live offers.
  ///
  /// `POST /v1/quotes`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 409, 413, 422,
  ///     429, 500, 502, 503
  public QuotedTerms quote(QuoteRequest body) {
    var call =
        Call.post("/v1/quotes")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, QuotedTerms.class);
  }

  /// A quote as it was shown.
  ///
  /// `GET /v1/quotes/{hash}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public QuotedTerms frozenQuote(Bytes32 hash) {
    var call =
        Call.get("/v1/quotes/{hash}")
            .at("hash", hash)
            .done();
    return calls.send(call, QuotedTerms.class);
  }
}
