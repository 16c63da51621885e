package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// One leg of an SLA as its events tell it.
@Meaning("One leg of an SLA: an agreement with one provider, derived from the chain's events.")
public record AgreementEntry(
    AgreementId id,
    Bytes32 slaId,
    @Meaning("Id in the Registry.") long providerId,
    @Meaning("Position of its pieces: 0 to n-1.") int legIndex,
    AgreementState state,
    @Meaning("Bytes of pieces reserved at the provider.") BigInteger capacityBytes,
    @Meaning("Leaves of 256 bytes under the newest revision that both sides signed.")
        @Nullable BigInteger leaves,
    @Meaning("Token units per confirmed second, as 64.32 fixed point.") BigInteger rate,
    @Meaning("Rate that both sides agreed on for later; absent when none waits.")
        @Nullable BigInteger nextRate,
    @Meaning("First epoch at that rate.") @Nullable Long nextRateFrom,
    @Meaning("Locked for the stream, at the opening and since, token units.") BigInteger deposit,
    @Meaning("Paid to the provider for confirmed seconds, before its fee, token units.")
        BigInteger paid,
    @Meaning("Held back for missed quality, token units.") BigInteger credited,
    @Meaning("Still locked for the stream, token units.") BigInteger remaining,
    @Meaning("Given back at the close, token units.") BigInteger refunded,
    @Meaning("Locked for bytes served, token units.") BigInteger egressEscrow,
    @Meaning("Paid for bytes served, token units.") BigInteger egressPaid,
    @Meaning("Committed from the provider's stake, token units.") BigInteger collateral,
    @Meaning("Taken from the collateral, token units.") BigInteger slashed,
    @Meaning("First epoch that pays.") @Nullable Long startEpoch,
    @Meaning("First epoch that pays no more.") long endEpoch,
    @Meaning("How often it was extended under its consumer's mandate.") int renewals,
    @Meaning("Epochs in which the provider proved that the bytes are there.")
        List<Long> confirmedEpochs,
    @Meaning("Epochs that were penalised.") List<Long> missedEpochs,
    @Meaning("Unix second of the last settlement.") @Nullable Long settledAt,
    @Meaning("Unix second of the opening.") long openedAt) {}
