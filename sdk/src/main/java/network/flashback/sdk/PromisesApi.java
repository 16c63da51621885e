// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import network.flashback.evm.Bytes32;

/// Operations about promises, as docs/api/openapi.json describes them.
public final class PromisesApi {
  private final Calls calls;

  PromisesApi(Calls calls) {
    this.calls = calls;
  }

  /// The quality that a listed offer promised, byte for byte as it was hashed; also when the offer
  /// is gone.
  ///
  /// `GET /.well-known/flashback/promises/{hash}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public JsonNode promise(Bytes32 hash) {
    var call =
        Call.get("/.well-known/flashback/promises/{hash}")
            .at("hash", hash)
            .done();
    return calls.send(call, JsonNode.class);
  }
}
