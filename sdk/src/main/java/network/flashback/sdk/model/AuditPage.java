// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of what was done, or tried, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record AuditPage(
    @JsonProperty(value = "entries", required = true) List<AuditEntry> entries,
    @JsonProperty("next") @Nullable String next) {
  public AuditPage {
    entries = List.copyOf(entries);
  }
}
