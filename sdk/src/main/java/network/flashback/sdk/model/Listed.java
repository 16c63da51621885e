// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Points of one provider in one market.
///
/// @param points 0 to 100.
/// @param days Epochs that said something.
public record Listed(
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "market", required = true) long market,
    @JsonProperty(value = "points", required = true) long points,
    @JsonProperty(value = "days", required = true) long days) {
}
