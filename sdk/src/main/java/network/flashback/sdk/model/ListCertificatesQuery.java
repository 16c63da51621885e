// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `listCertificates` is asked for; what is null is not asked for.
///
/// @param provider Only about this member.
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListCertificatesQuery(
    @JsonProperty("provider") @Nullable Long provider,
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListCertificatesQuery all() {
    return new ListCertificatesQuery(
        null, null, null);
  }

  /// The same with this. Only about this member.
  public ListCertificatesQuery withProvider(long provider) {
    return new ListCertificatesQuery(
        provider, limit, cursor);
  }

  /// The same with this. Most entries of the page.
  public ListCertificatesQuery withLimit(long limit) {
    return new ListCertificatesQuery(
        provider, limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListCertificatesQuery withCursor(String cursor) {
    return new ListCertificatesQuery(
        provider, limit, cursor);
  }
}
