// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// An organisation that is to be made; whoever makes it is its owner.
///
/// @param name 1 to 80 characters
public record OrganisationRequest(
    @JsonProperty(value = "name", required = true) String name) {
  public OrganisationRequest {
    requireNonNull(name, "name");
  }
}
