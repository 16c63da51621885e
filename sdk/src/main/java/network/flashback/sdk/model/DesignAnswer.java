// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// Plans that serve the wishes and what each wish costs; or which wish is in the way, and the
/// nearest that can be met.
///
/// @param feasible Whether the wishes can be met.
/// @param token The token that pays.
/// @param durationSeconds The duration in whole epochs, which is what is paid for.
/// @param plans The cheapest first; none when the wishes cannot be met.
/// @param relaxed What would be locked with one wish a lesser one: of the cheapest plan, or the
///     nearest that can be met.
/// @param summary Which wish is in the way and what would help, in words; absent when none is.
/// @param together Wishes that are in the way only together.
/// @param refused Offers that did not qualify.
public record DesignAnswer(
    @JsonProperty(value = "feasible", required = true) boolean feasible,
    @JsonProperty(value = "token", required = true) Address token,
    @JsonProperty(value = "symbol", required = true) String symbol,
    @JsonProperty(value = "decimals", required = true) long decimals,
    @JsonProperty(value = "durationSeconds", required = true) long durationSeconds,
    @JsonProperty(value = "plans", required = true) List<PlanEntry> plans,
    @JsonProperty(value = "relaxed", required = true) List<RelaxedEntry> relaxed,
    @JsonProperty("summary") @Nullable String summary,
    @JsonProperty(value = "together", required = true) List<Wish> together,
    @JsonProperty(value = "refused", required = true) List<Refusal> refused,
    @JsonProperty(value = "assumed", required = true) FailureModel assumed) {
  public DesignAnswer {
    requireNonNull(token, "token");
    requireNonNull(symbol, "symbol");
    plans = List.copyOf(plans);
    relaxed = List.copyOf(relaxed);
    together = List.copyOf(together);
    refused = List.copyOf(refused);
    requireNonNull(assumed, "assumed");
  }
}
