// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Quote Terms as the API shows it.
public record QuoteTerms(
    @JsonProperty(value = "market", required = true) long market,
    @JsonProperty(value = "feeBps", required = true) long feeBps,
    @JsonProperty(value = "mandateBps", required = true) long mandateBps,
    @JsonProperty(value = "reserveBps", required = true) long reserveBps,
    @JsonProperty(value = "coolDownSeconds", required = true) long coolDownSeconds) {
}
