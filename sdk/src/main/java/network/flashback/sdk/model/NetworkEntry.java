// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// The network: chain, contracts, schedule, markets, other services.
///
/// @param contracts Addresses by the contracts' names.
/// @param endpoints Addresses of other services, by name.
/// @param indexedBlock Newest block whose events are known here.
public record NetworkEntry(
    @JsonProperty(value = "chainId", required = true) long chainId,
    @JsonProperty(value = "contracts", required = true) Map<String, Address> contracts,
    @JsonProperty(value = "schedule", required = true) Calendar schedule,
    @JsonProperty(value = "markets", required = true) List<MarketEntry> markets,
    @JsonProperty(value = "endpoints", required = true) Map<String, String> endpoints,
    @JsonProperty("indexedBlock") @Nullable Long indexedBlock) {
  public NetworkEntry {
    contracts = Map.copyOf(contracts);
    requireNonNull(schedule, "schedule");
    markets = List.copyOf(markets);
    endpoints = Map.copyOf(endpoints);
  }
}
