// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.sdk.model.DisputeEntry;
import network.flashback.sdk.model.DisputePage;
import network.flashback.sdk.model.ListDisputesQuery;

/// Operations about disputes, as docs/api/openapi.json describes them.
public final class DisputesApi {
  private final Calls calls;

  DisputesApi(Calls calls) {
    this.calls = calls;
  }

  /// Disputes with their histories, the newest first.
  ///
  /// `GET /v1/disputes`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public DisputePage listDisputes(ListDisputesQuery query) {
    var call =
        Call.get("/v1/disputes")
            .with("party", query.party())
            .with("agreement", query.agreement())
            .with("state", query.state())
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, DisputePage.class);
  }

  /// Disputes with their histories, the newest first. All pages, one after another: each is asked
  /// for when the stream comes to it.
  ///
  /// `GET /v1/disputes`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public Stream<DisputeEntry> allDisputes(ListDisputesQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listDisputes(cursor == null ? query : query.withCursor(cursor)),
        DisputePage::disputes,
        DisputePage::next);
  }

  /// One dispute: times, what follows on silence, evidence and where to have it.
  ///
  /// `GET /v1/disputes/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public DisputeEntry dispute(String id) {
    var call =
        Call.get("/v1/disputes/{id}")
            .at("id", id)
            .done();
    return calls.send(call, DisputeEntry.class);
  }
}
