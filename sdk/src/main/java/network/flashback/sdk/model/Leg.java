// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes32;

/// One leg of the quote.
///
/// @param storageClass Class of the offer.
/// @param capacityBytes Bytes of pieces reserved.
/// @param rate Token units per confirmed second, 64.32 fixed point.
/// @param pricePerGibMonth One GiB for 730 hours, token units.
public record Leg(
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "offerHash", required = true) Bytes32 offerHash,
    @JsonProperty(value = "class", required = true) StorageClass storageClass,
    @JsonProperty(value = "region", required = true) String region,
    @JsonProperty(value = "capacityBytes", required = true) BigInteger capacityBytes,
    @JsonProperty(value = "rate", required = true) BigInteger rate,
    @JsonProperty(value = "pricePerGibMonth", required = true) BigInteger pricePerGibMonth,
    @JsonProperty(value = "deposit", required = true) BigInteger deposit,
    @JsonProperty(value = "egressEscrow", required = true) BigInteger egressEscrow,
    @JsonProperty(value = "collateral", required = true) BigInteger collateral) {
  public Leg {
    requireNonNull(offerHash, "offerHash");
    requireNonNull(storageClass, "class");
    requireNonNull(region, "region");
    requireNonNull(capacityBytes, "capacityBytes");
    requireNonNull(rate, "rate");
    requireNonNull(pricePerGibMonth, "pricePerGibMonth");
    requireNonNull(deposit, "deposit");
    requireNonNull(egressEscrow, "egressEscrow");
    requireNonNull(collateral, "collateral");
  }
}
