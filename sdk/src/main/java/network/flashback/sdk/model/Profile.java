// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a provider says about itself; checked by nobody.
public record Profile(
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "description", required = true) String description,
    @JsonProperty(value = "website", required = true) String website) {
  public Profile {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    requireNonNull(website, "website");
  }
}
