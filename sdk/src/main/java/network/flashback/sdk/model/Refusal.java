// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Refusal as the API shows it.
public record Refusal(
    @JsonProperty(value = "offerId", required = true) String offerId,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "reason", required = true) String reason) {
  public Refusal {
    requireNonNull(offerId, "offerId");
    requireNonNull(reason, "reason");
  }
}
