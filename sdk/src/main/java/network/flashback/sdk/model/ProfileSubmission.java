// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A member's profile: the text whose Keccak-256 hash the register holds.
///
/// @param document UTF-8 text of a JSON object with name and, when wished, description and website;
///     other members are left alone.
public record ProfileSubmission(
    @JsonProperty(value = "document", required = true) String document) {
  public ProfileSubmission {
    requireNonNull(document, "document");
  }
}
