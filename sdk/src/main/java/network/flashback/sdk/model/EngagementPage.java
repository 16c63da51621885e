// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of hired services, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record EngagementPage(
    @JsonProperty(value = "engagements", required = true) List<EngagementEntry> engagements,
    @JsonProperty("next") @Nullable String next) {
  public EngagementPage {
    engagements = List.copyOf(engagements);
  }
}
