// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.CertifierEntry;
import network.flashback.sdk.model.CertifierList;
import network.flashback.sdk.model.SealingKeyRequest;

/// Operations about certifiers, as docs/api/openapi.json describes them.
public final class CertifiersApi {
  private final Calls calls;

  CertifiersApi(Calls calls) {
    this.calls = calls;
  }

  /// Certifiers that take applications here, with the keys to seal documents for.
  ///
  /// `GET /v1/certifiers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 429, 500, 502, 503
  public CertifierList listCertifiers() {
    var call =
        Call.get("/v1/certifiers")
            .done();
    return calls.send(call, CertifierList.class);
  }

  /// Sets the key that documents for the signed-in certifier are sealed for.
  ///
  /// `PUT /v1/certifiers/key`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 409,
  ///     413, 422, 429, 500, 502, 503
  public CertifierEntry setSealingKey(SealingKeyRequest body) {
    var call =
        Call.put("/v1/certifiers/key")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, CertifierEntry.class);
  }
}
