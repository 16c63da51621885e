// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;

/// A settlement of one agreement.
public record Payment(
    @JsonProperty(value = "agreementId", required = true) BigInteger agreementId,
    @JsonProperty(value = "paid", required = true) BigInteger paid,
    @JsonProperty(value = "credited", required = true) BigInteger credited,
    @JsonProperty(value = "settledAt", required = true) long settledAt) {
  public Payment {
    requireNonNull(agreementId, "agreementId");
    requireNonNull(paid, "paid");
    requireNonNull(credited, "credited");
  }
}
