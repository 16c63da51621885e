// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;

/// An invitation that was not accepted yet.
///
/// @param organisation The organisation's id.
public record InvitationEntry(
    @JsonProperty(value = "organisation", required = true) String organisation,
    @JsonProperty(value = "organisationName", required = true) String organisationName,
    @JsonProperty(value = "wallet", required = true) Address wallet,
    @JsonProperty(value = "role", required = true) Role role,
    @JsonProperty(value = "invitedBy", required = true) Address invitedBy,
    @JsonProperty(value = "expiresAt", required = true) long expiresAt) {
  public InvitationEntry {
    requireNonNull(organisation, "organisation");
    requireNonNull(organisationName, "organisationName");
    requireNonNull(wallet, "wallet");
    requireNonNull(role, "role");
    requireNonNull(invitedBy, "invitedBy");
  }
}
