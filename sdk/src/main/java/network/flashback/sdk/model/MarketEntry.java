// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;

/// A market: which token pays, what the fee is, whose quality reports count.
public record MarketEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "token", required = true) Address token,
    @JsonProperty(value = "symbol", required = true) String symbol,
    @JsonProperty(value = "decimals", required = true) long decimals,
    @JsonProperty(value = "feeBps", required = true) long feeBps,
    @JsonProperty(value = "oracle", required = true) Address oracle) {
  public MarketEntry {
    requireNonNull(token, "token");
    requireNonNull(symbol, "symbol");
    requireNonNull(oracle, "oracle");
  }
}
