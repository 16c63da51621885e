// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// A claim that for some epochs of an agreement the other side owes something, with its history.
///
/// @param market The market whose token the amounts are units of.
/// @param outcome Of the newest ruling, or of silence; it binds once the state is FINAL or later.
/// @param toEpoch Last of the disputed epochs.
/// @param amount What the claimant says it is owed.
/// @param frozen What of it was frozen when the dispute was opened: no more can move.
/// @param moved What a ruling moved to the claimant; absent until the sum is released.
/// @param openedAt Unix second of the opening.
/// @param deadline Last unix second of the step that is waited for; absent when none is.
/// @param silence What follows when nothing comes in time; absent when nothing is waited for.
/// @param overdue Whether the time is over: anybody may take that step now.
/// @param evidence What both sides showed, in the order in which they did.
/// @param panels The panels drawn so far: the first, and the appeal's.
/// @param history All steps, the oldest first.
public record DisputeEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "agreementId", required = true) BigInteger agreementId,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "market", required = true) long market,
    @JsonProperty(value = "state", required = true) DisputeEntryState state,
    @JsonProperty("outcome") @Nullable DisputeEntryOutcome outcome,
    @JsonProperty(value = "claimant", required = true) Address claimant,
    @JsonProperty(value = "defendant", required = true) Address defendant,
    @JsonProperty(value = "fromEpoch", required = true) long fromEpoch,
    @JsonProperty(value = "toEpoch", required = true) long toEpoch,
    @JsonProperty(value = "amount", required = true) BigInteger amount,
    @JsonProperty(value = "frozen", required = true) BigInteger frozen,
    @JsonProperty("moved") @Nullable BigInteger moved,
    @JsonProperty(value = "openedAt", required = true) long openedAt,
    @JsonProperty("deadline") @Nullable Long deadline,
    @JsonProperty("silence") @Nullable DisputeEntrySilence silence,
    @JsonProperty(value = "overdue", required = true) boolean overdue,
    @JsonProperty(value = "evidence", required = true) List<Evidence> evidence,
    @JsonProperty(value = "panels", required = true) List<Panel> panels,
    @JsonProperty(value = "history", required = true) List<Step> history) {
  public DisputeEntry {
    requireNonNull(agreementId, "agreementId");
    requireNonNull(state, "state");
    requireNonNull(claimant, "claimant");
    requireNonNull(defendant, "defendant");
    requireNonNull(amount, "amount");
    requireNonNull(frozen, "frozen");
    evidence = List.copyOf(evidence);
    panels = List.copyOf(panels);
    history = List.copyOf(history);
  }
}
