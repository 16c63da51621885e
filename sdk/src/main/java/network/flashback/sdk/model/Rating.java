// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// What a consumer said of a service that it paid.
///
/// @param stars 1 to 5.
/// @param commentHash Keccak-256 of a comment published elsewhere; absent where there is none.
/// @param at Unix second of its block.
public record Rating(
    @JsonProperty(value = "stars", required = true) long stars,
    @JsonProperty("commentHash") @Nullable Bytes32 commentHash,
    @JsonProperty(value = "at", required = true) long at) {
}
