// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// A change of an application or its certificate.
///
/// @param at Unix second.
/// @param by Who made it; absent for what time alone did.
/// @param reason In words, where somebody gave it.
/// @param hash Of the evidence or reason that the chain names; GET /v1/evidence/{hash} shows it.
/// @param transaction Where the chain says so.
public record ApplicationChange(
    @JsonProperty(value = "state", required = true) ApplicationState state,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty("by") @Nullable Address by,
    @JsonProperty("reason") @Nullable String reason,
    @JsonProperty("hash") @Nullable Bytes32 hash,
    @JsonProperty("transaction") @Nullable Bytes32 transaction) {
  public ApplicationChange {
    requireNonNull(state, "state");
  }
}
