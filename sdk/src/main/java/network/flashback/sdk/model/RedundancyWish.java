// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Any `data` of `total` pieces bring the whole back; 1 of n are n copies.
public record RedundancyWish(
    @JsonProperty(value = "data", required = true) long data,
    @JsonProperty(value = "total", required = true) long total) {
}
