// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;

/// Somebody who is to be invited; a new invitation replaces the one before.
///
/// @param wallet who is invited
/// @param role in which role
public record InvitationRequest(
    @JsonProperty(value = "wallet", required = true) Address wallet,
    @JsonProperty(value = "role", required = true) Role role) {
  public InvitationRequest {
    requireNonNull(wallet, "wallet");
    requireNonNull(role, "role");
  }
}
