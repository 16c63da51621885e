// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// What `listEngagements` is asked for; what is null is not asked for.
///
/// @param consumer Only this consumer's.
/// @param provider Only this provider's.
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListEngagementsQuery(
    @JsonProperty("consumer") @Nullable Address consumer,
    @JsonProperty("provider") @Nullable Long provider,
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListEngagementsQuery all() {
    return new ListEngagementsQuery(
        null, null, null, null);
  }

  /// The same with this. Only this consumer's.
  public ListEngagementsQuery withConsumer(Address consumer) {
    return new ListEngagementsQuery(
        consumer, provider, limit, cursor);
  }

  /// The same with this. Only this provider's.
  public ListEngagementsQuery withProvider(long provider) {
    return new ListEngagementsQuery(
        consumer, provider, limit, cursor);
  }

  /// The same with this. Most entries of the page.
  public ListEngagementsQuery withLimit(long limit) {
    return new ListEngagementsQuery(
        consumer, provider, limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListEngagementsQuery withCursor(String cursor) {
    return new ListEngagementsQuery(
        consumer, provider, limit, cursor);
  }
}
