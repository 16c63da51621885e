// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.evm.Bytes32;
import network.flashback.sdk.model.EvidenceText;

/// Operations about evidence, as docs/api/openapi.json describes them.
public final class EvidenceApi {
  private final Calls calls;

  EvidenceApi(Calls calls) {
    this.calls = calls;
  }

  /// Shows a text whose hash a certificate, its history or its evidence names: report, samples or
  /// reason.
  ///
  /// `POST /v1/evidence`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 409, 413, 422,
  ///     429, 500, 503
  public EvidenceText publishEvidence(EvidenceText body) {
    var call =
        Call.post("/v1/evidence")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, EvidenceText.class);
  }

  /// A text by its Keccak-256 hash.
  ///
  /// `GET /v1/evidence/{hash}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public EvidenceText evidence(Bytes32 hash) {
    var call =
        Call.get("/v1/evidence/{hash}")
            .at("hash", hash)
            .done();
    return calls.send(call, EvidenceText.class);
  }
}
