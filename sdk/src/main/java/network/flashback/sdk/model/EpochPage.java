// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of epochs, the newest first.
///
/// @param current The epoch that runs now; absent before the first.
/// @param next Cursor of the next page; absent on the last one.
public record EpochPage(
    @JsonProperty("current") @Nullable Long current,
    @JsonProperty(value = "epochs", required = true) List<EpochEntry> epochs,
    @JsonProperty("next") @Nullable String next) {
  public EpochPage {
    epochs = List.copyOf(epochs);
  }
}
