// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.sdk.model.CertificateEntry;
import network.flashback.sdk.model.CertificatePage;
import network.flashback.sdk.model.ListCertificatesQuery;

/// Operations about certificates, as docs/api/openapi.json describes them.
public final class CertificatesApi {
  private final Calls calls;

  CertificatesApi(Calls calls) {
    this.calls = calls;
  }

  /// Certificates with their histories, the newest first.
  ///
  /// `GET /v1/certificates`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public CertificatePage listCertificates(ListCertificatesQuery query) {
    var call =
        Call.get("/v1/certificates")
            .with("provider", query.provider())
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, CertificatePage.class);
  }

  /// Certificates with their histories, the newest first. All pages, one after another: each is
  /// asked for when the stream comes to it.
  ///
  /// `GET /v1/certificates`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public Stream<CertificateEntry> allCertificates(ListCertificatesQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listCertificates(cursor == null ? query : query.withCursor(cursor)),
        CertificatePage::certificates,
        CertificatePage::next);
  }
}
