// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of applications for certificates, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record ApplicationPage(
    @JsonProperty(value = "applications", required = true) List<ApplicationEntry> applications,
    @JsonProperty("next") @Nullable String next) {
  public ApplicationPage {
    applications = List.copyOf(applications);
  }
}
