// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;

/// One class of a plan: what becomes an SLA.
///
/// @param storageClass Of every leg.
/// @param volumeBytes Plain bytes.
/// @param total What it locks, token units.
public record PartEntry(
    @JsonProperty(value = "class", required = true) StorageClass storageClass,
    @JsonProperty(value = "volumeBytes", required = true) BigInteger volumeBytes,
    @JsonProperty(value = "total", required = true) BigInteger total,
    @JsonProperty(value = "pricePerDay", required = true) BigInteger pricePerDay,
    @JsonProperty(value = "latencyMillis", required = true) long latencyMillis,
    @JsonProperty(value = "legs", required = true) List<Leg> legs) {
  public PartEntry {
    requireNonNull(storageClass, "class");
    requireNonNull(volumeBytes, "volumeBytes");
    requireNonNull(total, "total");
    requireNonNull(pricePerDay, "pricePerDay");
    legs = List.copyOf(legs);
  }
}
