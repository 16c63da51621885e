// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.evm.Bytes32;
import network.flashback.sdk.model.ApplicationEntry;
import network.flashback.sdk.model.ApplicationPage;
import network.flashback.sdk.model.ApplicationRequest;
import network.flashback.sdk.model.DocumentContent;
import network.flashback.sdk.model.ListApplicationsQuery;
import network.flashback.sdk.model.Reason;

/// Operations about applications, as docs/api/openapi.json describes them.
public final class ApplicationsApi {
  private final Calls calls;

  ApplicationsApi(Calls calls) {
    this.calls = calls;
  }

  /// Applies for certificates with the documents that a signed manifest names; they are sent after
  /// it.
  ///
  /// `POST /v1/applications`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 409,
  ///     413, 422, 429, 500, 502, 503
  public ApplicationEntry apply(ApplicationRequest body) {
    var call =
        Call.post("/v1/applications")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, ApplicationEntry.class);
  }

  /// Applications for certificates with their histories, the newest first.
  ///
  /// `GET /v1/applications`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public ApplicationPage listApplications(ListApplicationsQuery query) {
    var call =
        Call.get("/v1/applications")
            .with("provider", query.provider())
            .with("certifier", query.certifier())
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, ApplicationPage.class);
  }

  /// Applications for certificates with their histories, the newest first. All pages, one after
  /// another: each is asked for when the stream comes to it.
  ///
  /// `GET /v1/applications`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public Stream<ApplicationEntry> allApplications(ListApplicationsQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listApplications(cursor == null ? query : query.withCursor(cursor)),
        ApplicationPage::applications,
        ApplicationPage::next);
  }

  /// Hands in one of the sealed documents; with the last one the application is made.
  ///
  /// `POST /v1/applications/{id}/documents`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 413, 422, 429, 500, 503
  public ApplicationEntry sendDocument(String id, DocumentContent body) {
    var call =
        Call.post("/v1/applications/{id}/documents")
            .at("id", id)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, ApplicationEntry.class);
  }

  /// Takes an application back, and its documents away.
  ///
  /// `POST /v1/applications/{id}/withdrawal`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public ApplicationEntry withdrawApplication(String id) {
    var call =
        Call.post("/v1/applications/{id}/withdrawal")
            .at("id", id)
            .repeatable()
            .done();
    return calls.send(call, ApplicationEntry.class);
  }

  /// For the certifier: says that its probe campaign begins.
  ///
  /// `POST /v1/applications/{id}/probing`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 502, 503
  public ApplicationEntry probeApplicant(String id) {
    var call =
        Call.post("/v1/applications/{id}/probing")
            .at("id", id)
            .repeatable()
            .done();
    return calls.send(call, ApplicationEntry.class);
  }

  /// For the certifier: refuses, and says why. Certified is who has a certificate on the chain:
  /// publishEvidence tells of it.
  ///
  /// `POST /v1/applications/{id}/refusal`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 413, 422, 429, 500, 502, 503
  public ApplicationEntry refuseApplicant(String id, Reason body) {
    var call =
        Call.post("/v1/applications/{id}/refusal")
            .at("id", id)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, ApplicationEntry.class);
  }

  /// One application with its history, its certificate's included.
  ///
  /// `GET /v1/applications/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public ApplicationEntry application(String id) {
    var call =
        Call.get("/v1/applications/{id}")
            .at("id", id)
            .done();
    return calls.send(call, ApplicationEntry.class);
  }

  /// A sealed document, for the certifier that can open it and for who sent it.
  ///
  /// `GET /v1/applications/{id}/documents/{hash}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public DocumentContent sealedDocument(String id, Bytes32 hash) {
    var call =
        Call.get("/v1/applications/{id}/documents/{hash}")
            .at("id", id)
            .at("hash", hash)
            .done();
    return calls.send(call, DocumentContent.class);
  }
}
