// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `listQuoteRequests` is asked for; what is null is not asked for.
///
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListQuoteRequestsQuery(
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListQuoteRequestsQuery all() {
    return new ListQuoteRequestsQuery(
        null, null);
  }

  /// The same with this. Most entries of the page.
  public ListQuoteRequestsQuery withLimit(long limit) {
    return new ListQuoteRequestsQuery(
        limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListQuoteRequestsQuery withCursor(String cursor) {
    return new ListQuoteRequestsQuery(
        limit, cursor);
  }
}
