// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Shares of the volume in per cent, 100 together.
public record Mix(
    @JsonProperty(value = "fast", required = true) long fast,
    @JsonProperty(value = "decentralized", required = true) long decentralized,
    @JsonProperty(value = "archive", required = true) long archive) {
}
