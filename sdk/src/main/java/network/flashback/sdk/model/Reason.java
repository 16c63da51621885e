// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why, for everybody to read.
///
/// @param reason Up to 1,000 characters.
public record Reason(
    @JsonProperty(value = "reason", required = true) String reason) {
  public Reason {
    requireNonNull(reason, "reason");
  }
}
