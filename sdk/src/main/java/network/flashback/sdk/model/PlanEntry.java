// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;

/// SLAs that serve the wishes together.
///
/// @param kind What it is best at.
/// @param total What is locked: providers' pay, fees and reserve, token units.
/// @param toProviders Of it, for providers after fees.
/// @param feeAtMost Of it, for the community fund at most.
/// @param reserve Of it, for replacements; what is not used comes back.
/// @param pricePerDay What all legs earn in 24 hours, token units, rounded up.
/// @param collateral What providers risk together, token units.
/// @param durabilityTenthsOfNines Nines of keeping every byte to the end under what is assumed, in
///     tenths: 36 is 3.6 nines, 99.97 %.
/// @param availabilityPpm How likely every class can be read at a moment if promises are kept, in
///     millionths.
/// @param latencyMillis Promised time to the first byte of the slowest class.
public record PlanEntry(
    @JsonProperty(value = "kind", required = true) PlanKind kind,
    @JsonProperty(value = "redundancy", required = true) RedundancyWish redundancy,
    @JsonProperty(value = "total", required = true) BigInteger total,
    @JsonProperty(value = "toProviders", required = true) BigInteger toProviders,
    @JsonProperty(value = "feeAtMost", required = true) BigInteger feeAtMost,
    @JsonProperty(value = "reserve", required = true) BigInteger reserve,
    @JsonProperty(value = "pricePerDay", required = true) BigInteger pricePerDay,
    @JsonProperty(value = "collateral", required = true) BigInteger collateral,
    @JsonProperty(value = "durabilityTenthsOfNines", required = true) long durabilityTenthsOfNines,
    @JsonProperty(value = "availabilityPpm", required = true) long availabilityPpm,
    @JsonProperty(value = "latencyMillis", required = true) long latencyMillis,
    @JsonProperty(value = "parts", required = true) List<PartEntry> parts) {
  public PlanEntry {
    requireNonNull(kind, "kind");
    requireNonNull(redundancy, "redundancy");
    requireNonNull(total, "total");
    requireNonNull(toProviders, "toProviders");
    requireNonNull(feeAtMost, "feeAtMost");
    requireNonNull(reserve, "reserve");
    requireNonNull(pricePerDay, "pricePerDay");
    requireNonNull(collateral, "collateral");
    parts = List.copyOf(parts);
  }
}
