// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The arbitrators of one round, and how they voted.
///
/// @param round 0 for the first panel, 1 for the appeal's.
public record Panel(
    @JsonProperty(value = "round", required = true) long round,
    @JsonProperty(value = "seats", required = true) List<Seat> seats) {
  public Panel {
    seats = List.copyOf(seats);
  }
}
