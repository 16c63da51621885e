// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Quality Target as the API shows it.
public record QualityTarget(
    @JsonProperty(value = "uptimeBps", required = true) long uptimeBps,
    @JsonProperty(value = "latencyMillisMax", required = true) long latencyMillisMax,
    @JsonProperty(value = "throughputKibMin", required = true) long throughputKibMin,
    @JsonProperty(value = "errorBpsMax", required = true) long errorBpsMax) {
}
