// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;

/// What would be locked if one wish were a lesser one and all others stayed.
///
/// @param instead The lesser wish in words.
/// @param total What would be locked then, token units.
public record RelaxedEntry(
    @JsonProperty(value = "wish", required = true) Wish wish,
    @JsonProperty(value = "instead", required = true) String instead,
    @JsonProperty(value = "total", required = true) BigInteger total) {
  public RelaxedEntry {
    requireNonNull(wish, "wish");
    requireNonNull(instead, "instead");
    requireNonNull(total, "total");
  }
}
