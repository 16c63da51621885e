// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `providerQuality` is asked for; what is null is not asked for.
///
/// @param limit Most entries of the page.
public record ProviderQualityQuery(
    @JsonProperty("limit") @Nullable Long limit) {

  /// Nothing in particular.
  public static ProviderQualityQuery all() {
    return new ProviderQualityQuery(
        null);
  }

  /// The same with this. Most entries of the page.
  public ProviderQualityQuery withLimit(long limit) {
    return new ProviderQualityQuery(
        limit);
  }
}
