// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import network.flashback.evm.Bytes32;

/// Operations about statements, as docs/api/openapi.json describes them.
public final class StatementsApi {
  private final Calls calls;

  StatementsApi(Calls calls) {
    this.calls = calls;
  }

  /// The newest statement of an SLA.
  ///
  /// `GET /v1/statements/{slaId}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public JsonNode statement(Bytes32 slaId) {
    var call =
        Call.get("/v1/statements/{slaId}")
            .at("slaId", slaId)
            .done();
    return calls.send(call, JsonNode.class);
  }
}
