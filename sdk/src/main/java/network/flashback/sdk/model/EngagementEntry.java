// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// A service that a consumer hired in escrow, with its milestones.
///
/// @param hash What both sides signed, and the nonce of the payment.
/// @param market The market whose token the amounts are units of.
/// @param state RUNNING until what is not delivered was refunded; what is delivered goes on.
/// @param total All milestones together.
/// @param paid What the provider earned with it, before the fee.
/// @param refunded What went back to the consumer.
/// @param statementHash Keccak-256 of the statement of work.
/// @param rating The consumer's word on it; absent before.
/// @param openedAt Unix second of the opening.
public record EngagementEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "hash", required = true) Bytes32 hash,
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "service", required = true) EngagementEntryService service,
    @JsonProperty(value = "market", required = true) long market,
    @JsonProperty(value = "state", required = true) EngagementEntryState state,
    @JsonProperty(value = "total", required = true) BigInteger total,
    @JsonProperty(value = "paid", required = true) BigInteger paid,
    @JsonProperty(value = "refunded", required = true) BigInteger refunded,
    @JsonProperty(value = "statementHash", required = true) Bytes32 statementHash,
    @JsonProperty(value = "milestones", required = true) List<Milestone> milestones,
    @JsonProperty("rating") @Nullable Rating rating,
    @JsonProperty(value = "openedAt", required = true) long openedAt) {
  public EngagementEntry {
    requireNonNull(hash, "hash");
    requireNonNull(consumer, "consumer");
    requireNonNull(service, "service");
    requireNonNull(state, "state");
    requireNonNull(total, "total");
    requireNonNull(paid, "paid");
    requireNonNull(refunded, "refunded");
    requireNonNull(statementHash, "statementHash");
    milestones = List.copyOf(milestones);
  }
}
