// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Why the offer stands where it stands: points by criterion, each with its fact.
///
/// @param table Version of the table of points.
/// @param of Most points that can be had.
public record ScoreEntry(
    @JsonProperty(value = "table", required = true) long table,
    @JsonProperty(value = "points", required = true) long points,
    @JsonProperty(value = "of", required = true) long of,
    @JsonProperty(value = "parts", required = true) List<Part> parts) {
  public ScoreEntry {
    parts = List.copyOf(parts);
  }
}
