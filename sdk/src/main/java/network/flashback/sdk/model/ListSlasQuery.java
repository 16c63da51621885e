// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// What `listSlas` is asked for; what is null is not asked for.
///
/// @param consumer Only this consumer's.
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListSlasQuery(
    @JsonProperty("consumer") @Nullable Address consumer,
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListSlasQuery all() {
    return new ListSlasQuery(
        null, null, null);
  }

  /// The same with this. Only this consumer's.
  public ListSlasQuery withConsumer(Address consumer) {
    return new ListSlasQuery(
        consumer, limit, cursor);
  }

  /// The same with this. Most entries of the page.
  public ListSlasQuery withLimit(long limit) {
    return new ListSlasQuery(
        consumer, limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListSlasQuery withCursor(String cursor) {
    return new ListSlasQuery(
        consumer, limit, cursor);
  }
}
