// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The schedule of epochs; all in seconds.
///
/// @param genesis Unix second at which epoch 0 begins.
/// @param startSeconds Longest time from opening to the first revision.
/// @param noticeSeconds Notice of an early end.
/// @param offerLifeSeconds Longest life of a signed offer.
public record Calendar(
    @JsonProperty(value = "genesis", required = true) long genesis,
    @JsonProperty(value = "epochSeconds", required = true) long epochSeconds,
    @JsonProperty(value = "auditWindowSeconds", required = true) long auditWindowSeconds,
    @JsonProperty(value = "qualityWindowSeconds", required = true) long qualityWindowSeconds,
    @JsonProperty(value = "finalitySeconds", required = true) long finalitySeconds,
    @JsonProperty(value = "startSeconds", required = true) long startSeconds,
    @JsonProperty(value = "noticeSeconds", required = true) long noticeSeconds,
    @JsonProperty(value = "offerLifeSeconds", required = true) long offerLifeSeconds) {
}
