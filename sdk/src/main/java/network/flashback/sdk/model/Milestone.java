// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// A part of the work, paid by itself.
///
/// @param number From 0 on.
/// @param deliverBy Last unix second at which it can be delivered.
/// @param acceptSeconds Seconds after delivery, in which the consumer accepts or disputes.
/// @param deliveryHash Keccak-256 of the delivery's document; absent before.
/// @param acceptBy Last unix second at which what was delivered can be disputed; absent before.
/// @param disputed What of the amount was claimed back; absent where nothing was.
/// @param disputeId Number of the dispute in the arbitration over services; absent where none is.
public record Milestone(
    @JsonProperty(value = "number", required = true) long number,
    @JsonProperty(value = "amount", required = true) BigInteger amount,
    @JsonProperty(value = "deliverBy", required = true) long deliverBy,
    @JsonProperty(value = "acceptSeconds", required = true) long acceptSeconds,
    @JsonProperty(value = "state", required = true) MilestoneState state,
    @JsonProperty("deliveryHash") @Nullable Bytes32 deliveryHash,
    @JsonProperty("acceptBy") @Nullable Long acceptBy,
    @JsonProperty("disputed") @Nullable BigInteger disputed,
    @JsonProperty("disputeId") @Nullable Long disputeId) {
  public Milestone {
    requireNonNull(amount, "amount");
    requireNonNull(state, "state");
  }
}
