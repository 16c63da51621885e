// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `listAudit` is asked for; what is null is not asked for.
///
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListAuditQuery(
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListAuditQuery all() {
    return new ListAuditQuery(
        null, null);
  }

  /// The same with this. Most entries of the page.
  public ListAuditQuery withLimit(long limit) {
    return new ListAuditQuery(
        limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListAuditQuery withCursor(String cursor) {
    return new ListAuditQuery(
        limit, cursor);
  }
}
