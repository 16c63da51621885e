// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.sdk.model.EngagementEntry;
import network.flashback.sdk.model.EngagementPage;
import network.flashback.sdk.model.ListEngagementsQuery;

/// Operations about engagements, as docs/api/openapi.json describes them.
public final class EngagementsApi {
  private final Calls calls;

  EngagementsApi(Calls calls) {
    this.calls = calls;
  }

  /// Hired services, the newest first.
  ///
  /// `GET /v1/engagements`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public EngagementPage listEngagements(ListEngagementsQuery query) {
    var call =
        Call.get("/v1/engagements")
            .with("consumer", query.consumer())
            .with("provider", query.provider())
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, EngagementPage.class);
  }

  /// Hired services, the newest first. All pages, one after another: each is asked for when the
  /// stream comes to it.
  ///
  /// `GET /v1/engagements`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public Stream<EngagementEntry> allEngagements(ListEngagementsQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listEngagements(cursor == null ? query : query.withCursor(cursor)),
        EngagementPage::engagements,
        EngagementPage::next);
  }

  /// One hired service: its milestones, and what was paid and refunded.
  ///
  /// `GET /v1/engagements/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public EngagementEntry engagement(String id) {
    var call =
        Call.get("/v1/engagements/{id}")
            .at("id", id)
            .done();
    return calls.send(call, EngagementEntry.class);
  }
}
