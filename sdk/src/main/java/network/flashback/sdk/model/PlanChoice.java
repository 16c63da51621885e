// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// The plan of a design that a consumer wants quoted.
///
/// @param consumer The wallet that will pay and sign.
/// @param plan Which plan of the design.
/// @param atMost The total that was shown: a plan that became dearer since is refused; token units.
/// @param requestKey Idempotency key, 16 to 64 letters, digits and hyphens of your own: the same
///     again gets the same quotes for a day. None when absent.
public record PlanChoice(
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty(value = "plan", required = true) PlanKind plan,
    @JsonProperty(value = "atMost", required = true) BigInteger atMost,
    @JsonProperty("requestKey") @Nullable String requestKey,
    @JsonProperty(value = "design", required = true) DesignRequest design) {
  public PlanChoice {
    requireNonNull(consumer, "consumer");
    requireNonNull(plan, "plan");
    requireNonNull(atMost, "atMost");
    requireNonNull(design, "design");
  }

  /// With what must be there, and nothing else.
  public static PlanChoice of(
      Address consumer,
      PlanKind plan,
      BigInteger atMost,
      DesignRequest design) {
    return new PlanChoice(
        consumer, plan, atMost, null, design);
  }

  /// The same with this. Idempotency key, 16 to 64 letters, digits and hyphens of your own: the
  /// same again gets the same quotes for a day. None when absent.
  public PlanChoice withRequestKey(String requestKey) {
    return new PlanChoice(
        consumer, plan, atMost, requestKey, design);
  }
}
