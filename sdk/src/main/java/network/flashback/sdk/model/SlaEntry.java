// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// An SLA with its legs, replaced ones included, derived from the chain's events.
///
/// @param deposited Locked at the opening: deposits, egress escrows and reserve, token units.
/// @param reserveReleased Reserve that came back unused, token units.
/// @param openedAt Unix second of the opening.
/// @param transaction Transaction of the opening.
public record SlaEntry(
    @JsonProperty(value = "id", required = true) Bytes32 id,
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty(value = "market", required = true) long market,
    @JsonProperty(value = "state", required = true) SlaState state,
    @JsonProperty(value = "deposited", required = true) BigInteger deposited,
    @JsonProperty(value = "reserveReleased", required = true) BigInteger reserveReleased,
    @JsonProperty(value = "openedAt", required = true) long openedAt,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction,
    @JsonProperty(value = "agreements", required = true) List<AgreementEntry> agreements) {
  public SlaEntry {
    requireNonNull(id, "id");
    requireNonNull(consumer, "consumer");
    requireNonNull(state, "state");
    requireNonNull(deposited, "deposited");
    requireNonNull(reserveReleased, "reserveReleased");
    requireNonNull(transaction, "transaction");
    agreements = List.copyOf(agreements);
  }
}
