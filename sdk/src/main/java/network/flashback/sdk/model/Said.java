// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// One rating.
///
/// @param stars 1 to 5.
/// @param commentHash Keccak-256 of a comment published elsewhere; absent where there is none.
/// @param at Unix second of its block.
/// @param counts False for a wallet that the register named as the owner's before it hired.
public record Said(
    @JsonProperty(value = "engagementId", required = true) long engagementId,
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty(value = "stars", required = true) long stars,
    @JsonProperty("commentHash") @Nullable Bytes32 commentHash,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty(value = "counts", required = true) boolean counts) {
  public Said {
    requireNonNull(consumer, "consumer");
  }
}
