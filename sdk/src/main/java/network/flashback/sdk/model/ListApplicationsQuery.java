// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// What `listApplications` is asked for; what is null is not asked for.
///
/// @param provider Only of this member.
/// @param certifier Only to this certifier.
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListApplicationsQuery(
    @JsonProperty("provider") @Nullable Long provider,
    @JsonProperty("certifier") @Nullable Address certifier,
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListApplicationsQuery all() {
    return new ListApplicationsQuery(
        null, null, null, null);
  }

  /// The same with this. Only of this member.
  public ListApplicationsQuery withProvider(long provider) {
    return new ListApplicationsQuery(
        provider, certifier, limit, cursor);
  }

  /// The same with this. Only to this certifier.
  public ListApplicationsQuery withCertifier(Address certifier) {
    return new ListApplicationsQuery(
        provider, certifier, limit, cursor);
  }

  /// The same with this. Most entries of the page.
  public ListApplicationsQuery withLimit(long limit) {
    return new ListApplicationsQuery(
        provider, certifier, limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListApplicationsQuery withCursor(String cursor) {
    return new ListApplicationsQuery(
        provider, certifier, limit, cursor);
  }
}
