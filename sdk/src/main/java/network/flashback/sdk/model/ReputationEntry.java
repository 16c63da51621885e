// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Bytes32;

/// Reputation of whoever owns the provider, computed from the chain and epoch files.
///
/// @param points 0 to 100; 50 without a record.
/// @param throughEpoch The last epoch that counts; -1 while none does.
/// @param block Block at which it stood so.
/// @param table Version of the table of points.
/// @param listings What the owner's providers sell, by market.
public record ReputationEntry(
    @JsonProperty(value = "points", required = true) long points,
    @JsonProperty(value = "throughEpoch", required = true) long throughEpoch,
    @JsonProperty(value = "block", required = true) long block,
    @JsonProperty(value = "blockHash", required = true) Bytes32 blockHash,
    @JsonProperty(value = "table", required = true) long table,
    @JsonProperty(value = "listings", required = true) List<Listed> listings) {
  public ReputationEntry {
    requireNonNull(blockHash, "blockHash");
    listings = List.copyOf(listings);
  }
}
