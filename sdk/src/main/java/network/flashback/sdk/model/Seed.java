// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes32;

/// The randomness that chose the epoch's challenges.
///
/// @param round Round of drand.
/// @param postedAt Unix second of the posting.
/// @param marked Made from block data, because drand was silent.
public record Seed(
    @JsonProperty(value = "round", required = true) BigInteger round,
    @JsonProperty(value = "value", required = true) Bytes32 value,
    @JsonProperty(value = "postedAt", required = true) long postedAt,
    @JsonProperty(value = "marked", required = true) boolean marked) {
  public Seed {
    requireNonNull(round, "round");
    requireNonNull(value, "value");
  }
}
