// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Another role for a member.
///
/// @param role the new role
public record RoleChange(
    @JsonProperty(value = "role", required = true) Role role) {
  public RoleChange {
    requireNonNull(role, "role");
  }
}
