// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;

/// Pay held back for missed quality.
public record Credit(
    @JsonProperty(value = "agreementId", required = true) BigInteger agreementId,
    @JsonProperty(value = "basisPoints", required = true) long basisPoints,
    @JsonProperty(value = "amount", required = true) BigInteger amount) {
  public Credit {
    requireNonNull(agreementId, "agreementId");
    requireNonNull(amount, "amount");
  }
}
