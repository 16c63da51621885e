// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;

/// Somebody who belongs to an organisation.
public record OrganisationMember(
    @JsonProperty(value = "wallet", required = true) Address wallet,
    @JsonProperty(value = "role", required = true) Role role,
    @JsonProperty(value = "since", required = true) long since) {
  public OrganisationMember {
    requireNonNull(wallet, "wallet");
    requireNonNull(role, "role");
  }
}
