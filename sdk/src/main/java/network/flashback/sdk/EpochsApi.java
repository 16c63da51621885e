// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.sdk.model.EpochEntry;
import network.flashback.sdk.model.EpochPage;
import network.flashback.sdk.model.ListEpochsQuery;

/// Operations about epochs, as docs/api/openapi.json describes them.
public final class EpochsApi {
  private final Calls calls;

  EpochsApi(Calls calls) {
    this.calls = calls;
  }

  /// Epochs with seeds, proofs, quality roots and payments, the newest first.
  ///
  /// `GET /v1/epochs`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public EpochPage listEpochs(ListEpochsQuery query) {
    var call =
        Call.get("/v1/epochs")
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, EpochPage.class);
  }

  /// Epochs with seeds, proofs, quality roots and payments, the newest first. All pages, one after
  /// another: each is asked for when the stream comes to it.
  ///
  /// `GET /v1/epochs`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public Stream<EpochEntry> allEpochs(ListEpochsQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listEpochs(cursor == null ? query : query.withCursor(cursor)),
        EpochPage::epochs,
        EpochPage::next);
  }
}
