// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;

/// What a plan's quotes were computed from: the same inputs give the same hashes.
///
/// @param plan Which plan of the design.
/// @param now Unix second of the computation.
/// @param salt Of the terms; the class's code is added by exclusive or.
/// @param offers Every offer that was looked at, in this order.
public record QuoteInputs(
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty(value = "plan", required = true) PlanKind plan,
    @JsonProperty(value = "design", required = true) DesignRequest design,
    @JsonProperty(value = "now", required = true) long now,
    @JsonProperty(value = "salt", required = true) BigInteger salt,
    @JsonProperty(value = "terms", required = true) QuoteTerms terms,
    @JsonProperty(value = "assumed", required = true) FailureModel assumed,
    @JsonProperty(value = "offers", required = true) List<OfferInput> offers) {
  public QuoteInputs {
    requireNonNull(consumer, "consumer");
    requireNonNull(plan, "plan");
    requireNonNull(design, "design");
    requireNonNull(salt, "salt");
    requireNonNull(terms, "terms");
    requireNonNull(assumed, "assumed");
    offers = List.copyOf(offers);
  }
}
