// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Failure Model as the API shows it.
public record FailureModel(
    @JsonProperty(value = "legLossBpsPerYear", required = true) long legLossBpsPerYear,
    @JsonProperty(value = "repairSeconds", required = true) long repairSeconds) {
}
