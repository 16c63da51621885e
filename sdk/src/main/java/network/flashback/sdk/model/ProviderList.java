// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The members of the register, by id.
public record ProviderList(
    @JsonProperty(value = "providers", required = true) List<ProviderEntry> providers) {
  public ProviderList {
    providers = List.copyOf(providers);
  }
}
