// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `listDeliveries` is asked for; what is null is not asked for.
///
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListDeliveriesQuery(
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListDeliveriesQuery all() {
    return new ListDeliveriesQuery(
        null, null);
  }

  /// The same with this. Most entries of the page.
  public ListDeliveriesQuery withLimit(long limit) {
    return new ListDeliveriesQuery(
        limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListDeliveriesQuery withCursor(String cursor) {
    return new ListDeliveriesQuery(
        limit, cursor);
  }
}
