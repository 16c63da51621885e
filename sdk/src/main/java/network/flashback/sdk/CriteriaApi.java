// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.CriteriaBook;

/// Operations about criteria, as docs/api/openapi.json describes them.
public final class CriteriaApi {
  private final Calls calls;

  CriteriaApi(Calls calls) {
    this.calls = calls;
  }

  /// What certificates need: documents, and what a probe campaign has to measure.
  ///
  /// `GET /v1/criteria`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 429, 500
  public CriteriaBook criteria() {
    var call =
        Call.get("/v1/criteria")
            .done();
    return calls.send(call, CriteriaBook.class);
  }
}
