// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// An arbitrator on a panel.
///
/// @param vote Its vote; absent until it has voted.
public record Seat(
    @JsonProperty(value = "arbitrator", required = true) Address arbitrator,
    @JsonProperty("vote") @Nullable DisputeEntryOutcome vote) {
  public Seat {
    requireNonNull(arbitrator, "arbitrator");
  }
}
