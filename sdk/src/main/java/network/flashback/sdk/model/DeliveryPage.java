// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of what a webhook was told, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record DeliveryPage(
    @JsonProperty(value = "deliveries", required = true) List<DeliveryEntry> deliveries,
    @JsonProperty("next") @Nullable String next) {
  public DeliveryPage {
    deliveries = List.copyOf(deliveries);
  }
}
