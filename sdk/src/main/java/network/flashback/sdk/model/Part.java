// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The points of one criterion.
///
/// @param of Most points of this criterion.
/// @param why The fact behind the points, in words.
public record Part(
    @JsonProperty(value = "criterion", required = true) Criterion criterion,
    @JsonProperty(value = "points", required = true) long points,
    @JsonProperty(value = "of", required = true) long of,
    @JsonProperty(value = "why", required = true) String why) {
  public Part {
    requireNonNull(criterion, "criterion");
    requireNonNull(why, "why");
  }
}
