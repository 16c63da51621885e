// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the chain holds about one epoch: seed, proofs, quality root, penalties, payments.
///
/// @param startsAt Unix second at which it begins.
/// @param endsAt First unix second after it.
/// @param settlements Settlements that were made while the epoch ran; they pay earlier epochs.
public record EpochEntry(
    @JsonProperty(value = "epoch", required = true) long epoch,
    @JsonProperty(value = "startsAt", required = true) long startsAt,
    @JsonProperty(value = "endsAt", required = true) long endsAt,
    @JsonProperty("seed") @Nullable Seed seed,
    @JsonProperty(value = "confirmations", required = true) List<Confirmation> confirmations,
    @JsonProperty("root") @Nullable Root root,
    @JsonProperty(value = "misses", required = true) List<Miss> misses,
    @JsonProperty(value = "credits", required = true) List<Credit> credits,
    @JsonProperty(value = "settlements", required = true) List<Payment> settlements) {
  public EpochEntry {
    confirmations = List.copyOf(confirmations);
    misses = List.copyOf(misses);
    credits = List.copyOf(credits);
    settlements = List.copyOf(settlements);
  }
}
