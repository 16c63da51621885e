// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Organisations, by name.
public record OrganisationList(
    @JsonProperty(value = "organisations", required = true) List<OrganisationEntry> organisations) {
  public OrganisationList {
    organisations = List.copyOf(organisations);
  }
}
