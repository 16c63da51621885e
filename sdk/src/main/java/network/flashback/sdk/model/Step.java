// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;

/// A step of a dispute.
///
/// @param state The state that it led to; a panel that is drawn and a vote change none.
/// @param event The contract's event.
/// @param at Unix second of its block.
public record Step(
    @JsonProperty(value = "state", required = true) DisputeEntryState state,
    @JsonProperty(value = "event", required = true) String event,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public Step {
    requireNonNull(state, "state");
    requireNonNull(event, "event");
    requireNonNull(transaction, "transaction");
  }
}
