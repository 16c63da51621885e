// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of SLAs, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record SlaPage(
    @JsonProperty(value = "slas", required = true) List<SlaEntry> slas,
    @JsonProperty("next") @Nullable String next) {
  public SlaPage {
    slas = List.copyOf(slas);
  }
}
