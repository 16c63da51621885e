// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.math.BigInteger;
import network.flashback.sdk.model.AgreementEntry;

/// Operations about agreements, as docs/api/openapi.json describes them.
public final class AgreementsApi {
  private final Calls calls;

  AgreementsApi(Calls calls) {
    this.calls = calls;
  }

  /// One leg of an SLA.
  ///
  /// `GET /v1/agreements/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public AgreementEntry agreement(BigInteger id) {
    var call =
        Call.get("/v1/agreements/{id}")
            .at("id", id)
            .done();
    return calls.send(call, AgreementEntry.class);
  }
}
