// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.DesignAnswer;
import network.flashback.sdk.model.DesignRequest;
import network.flashback.sdk.model.PlanChoice;
import network.flashback.sdk.model.PlanQuotes;

/// Operations about designs, as docs/api/openapi.json describes them.
public final class DesignsApi {
  private final Calls calls;

  DesignsApi(Calls calls) {
    this.calls = calls;
  }

  /// Plans that serve wishes, and what each wish costs; stores nothing.
  ///
  /// `POST /v1/designs`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 409, 413, 422,
  ///     429, 500, 502, 503
  public DesignAnswer design(DesignRequest body) {
    var call =
        Call.post("/v1/designs")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, DesignAnswer.class);
  }

  /// Freezes a plan as one quote for each class; under a key, the same request again gets the same
  /// quotes.
  ///
  /// `POST /v1/designs/quotes`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 409, 413, 422,
  ///     429, 500, 502, 503
  public PlanQuotes quotePlan(PlanChoice body) {
    var call =
        Call.post("/v1/designs/quotes")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, PlanQuotes.class);
  }
}
