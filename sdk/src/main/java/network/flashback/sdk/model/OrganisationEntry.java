// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// An organisation.
///
/// @param role The caller's role; absent for a key.
public record OrganisationEntry(
    @JsonProperty(value = "id", required = true) String id,
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "createdAt", required = true) long createdAt,
    @JsonProperty("role") @Nullable Role role) {
  public OrganisationEntry {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
  }
}
