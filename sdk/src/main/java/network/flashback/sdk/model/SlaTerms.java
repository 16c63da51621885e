// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Sla Terms as the API shows it.
public record SlaTerms(
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty(value = "market", required = true) BigInteger market,
    @JsonProperty(value = "dataShards", required = true) BigInteger dataShards,
    @JsonProperty(value = "totalShards", required = true) BigInteger totalShards,
    @JsonProperty(value = "startBy", required = true) BigInteger startBy,
    @JsonProperty(value = "endsAt", required = true) BigInteger endsAt,
    @JsonProperty(value = "maximumRate", required = true) BigInteger maximumRate,
    @JsonProperty(value = "coolDownSeconds", required = true) BigInteger coolDownSeconds,
    @JsonProperty(value = "reserve", required = true) BigInteger reserve,
    @JsonProperty(value = "regions", required = true) List<Bytes32> regions,
    @JsonProperty(value = "legs", required = true) List<LegTerms> legs,
    @JsonProperty(value = "wishesHash", required = true) Bytes32 wishesHash,
    @JsonProperty(value = "salt", required = true) BigInteger salt) {
  public SlaTerms {
    requireNonNull(consumer, "consumer");
    requireNonNull(market, "market");
    requireNonNull(dataShards, "dataShards");
    requireNonNull(totalShards, "totalShards");
    requireNonNull(startBy, "startBy");
    requireNonNull(endsAt, "endsAt");
    requireNonNull(maximumRate, "maximumRate");
    requireNonNull(coolDownSeconds, "coolDownSeconds");
    requireNonNull(reserve, "reserve");
    regions = List.copyOf(regions);
    legs = List.copyOf(legs);
    requireNonNull(wishesHash, "wishesHash");
    requireNonNull(salt, "salt");
  }
}
