// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// A change of a member's status.
///
/// @param at Unix second of its block.
/// @param until Unix second: end of a suspension, or from when an exit can be completed.
/// @param reasonHash Hash of the reason of a suspension.
public record StatusEntry(
    @JsonProperty(value = "status", required = true) MemberStatus status,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty("until") @Nullable Long until,
    @JsonProperty("reasonHash") @Nullable Bytes32 reasonHash,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public StatusEntry {
    requireNonNull(status, "status");
    requireNonNull(transaction, "transaction");
  }
}
