// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;

/// The quotes of a plan, one for each class: each is signed and opened for itself.
///
/// @param total What all of them lock, token units.
/// @param quotes In the order of the classes.
public record PlanQuotes(
    @JsonProperty(value = "plan", required = true) PlanKind plan,
    @JsonProperty(value = "total", required = true) BigInteger total,
    @JsonProperty(value = "quotes", required = true) List<QuotedTerms> quotes) {
  public PlanQuotes {
    requireNonNull(plan, "plan");
    requireNonNull(total, "total");
    quotes = List.copyOf(quotes);
  }
}
