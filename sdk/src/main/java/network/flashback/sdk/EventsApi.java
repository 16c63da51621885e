// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.StreamEventsQuery;
import org.jspecify.annotations.Nullable;

/// Operations about events, as docs/api/openapi.json describes them.
public final class EventsApi {
  private final Calls calls;

  EventsApi(Calls calls) {
    this.calls = calls;
  }

  /// The chain's events as they come in (server-sent events); `Last-Event-ID` goes on where a
  /// stream broke off.
  ///
  /// `GET /v1/events`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500, 503
  /// @param after id of the last event that was seen; null to begin now
  public EventStream streamEvents(StreamEventsQuery query, @Nullable String after) {
    var call =
        Call.get("/v1/events")
            .with("types", query.types())
            .done();
    return calls.stream(call, after);
  }
}
