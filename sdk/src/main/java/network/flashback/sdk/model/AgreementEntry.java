// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// One leg of an SLA: an agreement with one provider, derived from the chain's events.
///
/// @param providerId Id in the Registry.
/// @param legIndex Position of its pieces: 0 to n-1.
/// @param capacityBytes Bytes of pieces reserved at the provider.
/// @param leaves Leaves of 256 bytes under the newest revision that both sides signed.
/// @param rate Token units per confirmed second, as 64.32 fixed point.
/// @param nextRate Rate that both sides agreed on for later; absent when none waits.
/// @param nextRateFrom First epoch at that rate.
/// @param deposit Locked for the stream, at the opening and since, token units.
/// @param paid Paid to the provider for confirmed seconds, before its fee, token units.
/// @param credited Held back for missed quality, token units.
/// @param remaining Still locked for the stream, token units.
/// @param refunded Given back at the close, token units.
/// @param egressEscrow Locked for bytes served, token units.
/// @param egressPaid Paid for bytes served, token units.
/// @param collateral Committed from the provider's stake, token units.
/// @param slashed Taken from the collateral, token units.
/// @param startEpoch First epoch that pays.
/// @param endEpoch First epoch that pays no more.
/// @param renewals How often it was extended under its consumer's mandate.
/// @param confirmedEpochs Epochs in which the provider proved that the bytes are there.
/// @param missedEpochs Epochs that were penalised.
/// @param settledAt Unix second of the last settlement.
/// @param openedAt Unix second of the opening.
public record AgreementEntry(
    @JsonProperty(value = "id", required = true) BigInteger id,
    @JsonProperty(value = "slaId", required = true) Bytes32 slaId,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "legIndex", required = true) long legIndex,
    @JsonProperty(value = "state", required = true) AgreementState state,
    @JsonProperty(value = "capacityBytes", required = true) BigInteger capacityBytes,
    @JsonProperty("leaves") @Nullable BigInteger leaves,
    @JsonProperty(value = "rate", required = true) BigInteger rate,
    @JsonProperty("nextRate") @Nullable BigInteger nextRate,
    @JsonProperty("nextRateFrom") @Nullable Long nextRateFrom,
    @JsonProperty(value = "deposit", required = true) BigInteger deposit,
    @JsonProperty(value = "paid", required = true) BigInteger paid,
    @JsonProperty(value = "credited", required = true) BigInteger credited,
    @JsonProperty(value = "remaining", required = true) BigInteger remaining,
    @JsonProperty(value = "refunded", required = true) BigInteger refunded,
    @JsonProperty(value = "egressEscrow", required = true) BigInteger egressEscrow,
    @JsonProperty(value = "egressPaid", required = true) BigInteger egressPaid,
    @JsonProperty(value = "collateral", required = true) BigInteger collateral,
    @JsonProperty(value = "slashed", required = true) BigInteger slashed,
    @JsonProperty("startEpoch") @Nullable Long startEpoch,
    @JsonProperty(value = "endEpoch", required = true) long endEpoch,
    @JsonProperty(value = "renewals", required = true) long renewals,
    @JsonProperty(value = "confirmedEpochs", required = true) List<Long> confirmedEpochs,
    @JsonProperty(value = "missedEpochs", required = true) List<Long> missedEpochs,
    @JsonProperty("settledAt") @Nullable Long settledAt,
    @JsonProperty(value = "openedAt", required = true) long openedAt) {
  public AgreementEntry {
    requireNonNull(id, "id");
    requireNonNull(slaId, "slaId");
    requireNonNull(state, "state");
    requireNonNull(capacityBytes, "capacityBytes");
    requireNonNull(rate, "rate");
    requireNonNull(deposit, "deposit");
    requireNonNull(paid, "paid");
    requireNonNull(credited, "credited");
    requireNonNull(remaining, "remaining");
    requireNonNull(refunded, "refunded");
    requireNonNull(egressEscrow, "egressEscrow");
    requireNonNull(egressPaid, "egressPaid");
    requireNonNull(collateral, "collateral");
    requireNonNull(slashed, "slashed");
    confirmedEpochs = List.copyOf(confirmedEpochs);
    missedEpochs = List.copyOf(missedEpochs);
  }
}
