// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What reporters measured of a provider, the newest epoch first.
///
/// @param reporters Base URLs of the reporters: each serves a report at /v1/records/HASH.
public record History(
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty(value = "epochs", required = true) List<MeasuredEpoch> epochs,
    @JsonProperty(value = "reporters", required = true) List<String> reporters) {
  public History {
    epochs = List.copyOf(epochs);
    reporters = List.copyOf(reporters);
  }
}
