// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.evm.Bytes32;
import network.flashback.sdk.model.ListSlasQuery;
import network.flashback.sdk.model.OpenedSla;
import network.flashback.sdk.model.SlaEntry;
import network.flashback.sdk.model.SlaOpening;
import network.flashback.sdk.model.SlaPage;

/// Operations about slas, as docs/api/openapi.json describes them.
public final class SlasApi {
  private final Calls calls;

  SlasApi(Calls calls) {
    this.calls = calls;
  }

  /// Opens the SLA of a signed quote on the chain; the same quote again gets the same answer.
  ///
  /// `POST /v1/slas`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 402, 403, 404,
  ///     409, 410, 413, 422, 429, 500, 502, 503
  public OpenedSla openSla(SlaOpening body) {
    var call =
        Call.post("/v1/slas")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, OpenedSla.class);
  }

  /// SLAs, the newest first.
  ///
  /// `GET /v1/slas`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public SlaPage listSlas(ListSlasQuery query) {
    var call =
        Call.get("/v1/slas")
            .with("consumer", query.consumer())
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, SlaPage.class);
  }

  /// SLAs, the newest first. All pages, one after another: each is asked for when the stream comes
  /// to it.
  ///
  /// `GET /v1/slas`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public Stream<SlaEntry> allSlas(ListSlasQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listSlas(cursor == null ? query : query.withCursor(cursor)),
        SlaPage::slas,
        SlaPage::next);
  }

  /// An SLA with its legs.
  ///
  /// `GET /v1/slas/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public SlaEntry sla(Bytes32 id) {
    var call =
        Call.get("/v1/slas/{id}")
            .at("id", id)
            .done();
    return calls.send(call, SlaEntry.class);
  }
}
