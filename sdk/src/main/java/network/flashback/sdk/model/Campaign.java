// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Campaign as the API shows it.
public record Campaign(
    @JsonProperty(value = "seconds", required = true) long seconds,
    @JsonProperty(value = "everySeconds", required = true) long everySeconds,
    @JsonProperty(value = "probesMin", required = true) long probesMin,
    @JsonProperty(value = "runsMin", required = true) long runsMin,
    @JsonProperty(value = "uptimeBps", required = true) long uptimeBps,
    @JsonProperty(value = "latencyMillisMax", required = true) long latencyMillisMax,
    @JsonProperty(value = "throughputKibMin", required = true) long throughputKibMin,
    @JsonProperty(value = "errorBpsMax", required = true) long errorBpsMax) {
}
