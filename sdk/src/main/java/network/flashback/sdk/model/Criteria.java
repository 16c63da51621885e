// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Criteria as the API shows it.
public record Criteria(
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "documents", required = true) List<Need> documents,
    @JsonProperty(value = "campaign", required = true) Campaign campaign,
    @JsonProperty(value = "validitySecondsMax", required = true) long validitySecondsMax) {
  public Criteria {
    requireNonNull(name, "name");
    documents = List.copyOf(documents);
    requireNonNull(campaign, "campaign");
  }
}
