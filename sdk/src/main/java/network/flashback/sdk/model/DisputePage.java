// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of disputes, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record DisputePage(
    @JsonProperty(value = "disputes", required = true) List<DisputeEntry> disputes,
    @JsonProperty("next") @Nullable String next) {
  public DisputePage {
    disputes = List.copyOf(disputes);
  }
}
