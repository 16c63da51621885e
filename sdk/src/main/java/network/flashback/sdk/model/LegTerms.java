// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes32;

/// Leg Terms as the API shows it.
public record LegTerms(
    @JsonProperty(value = "providerId", required = true) BigInteger providerId,
    @JsonProperty(value = "offerHash", required = true) Bytes32 offerHash,
    @JsonProperty(value = "capacityBytes", required = true) BigInteger capacityBytes,
    @JsonProperty(value = "rate", required = true) BigInteger rate,
    @JsonProperty(value = "deposit", required = true) BigInteger deposit,
    @JsonProperty(value = "egressEscrow", required = true) BigInteger egressEscrow,
    @JsonProperty(value = "collateral", required = true) BigInteger collateral) {
  public LegTerms {
    requireNonNull(providerId, "providerId");
    requireNonNull(offerHash, "offerHash");
    requireNonNull(capacityBytes, "capacityBytes");
    requireNonNull(rate, "rate");
    requireNonNull(deposit, "deposit");
    requireNonNull(egressEscrow, "egressEscrow");
    requireNonNull(collateral, "collateral");
  }
}
