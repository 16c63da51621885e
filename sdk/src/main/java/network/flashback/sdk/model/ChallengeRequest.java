// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;

/// Who wants to sign in.
///
/// @param wallet the wallet that will sign
public record ChallengeRequest(
    @JsonProperty(value = "wallet", required = true) Address wallet) {
  public ChallengeRequest {
    requireNonNull(wallet, "wallet");
  }
}
