// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;

/// A penalty for a missed proof.
public record Miss(
    @JsonProperty(value = "agreementId", required = true) BigInteger agreementId,
    @JsonProperty(value = "missedInRow", required = true) long missedInRow,
    @JsonProperty(value = "slashed", required = true) BigInteger slashed) {
  public Miss {
    requireNonNull(agreementId, "agreementId");
    requireNonNull(slashed, "slashed");
  }
}
