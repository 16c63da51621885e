// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes32;

/// Offer Terms as the API shows it.
public record OfferTerms(
    @JsonProperty(value = "providerId", required = true) BigInteger providerId,
    @JsonProperty(value = "market", required = true) BigInteger market,
    @JsonProperty(value = "ratePerGib", required = true) BigInteger ratePerGib,
    @JsonProperty(value = "egressPerGib", required = true) BigInteger egressPerGib,
    @JsonProperty(value = "capacityBytes", required = true) BigInteger capacityBytes,
    @JsonProperty(value = "minimumBytes", required = true) BigInteger minimumBytes,
    @JsonProperty(value = "minimumSeconds", required = true) BigInteger minimumSeconds,
    @JsonProperty(value = "maximumSeconds", required = true) BigInteger maximumSeconds,
    @JsonProperty(value = "collateralSeconds", required = true) BigInteger collateralSeconds,
    @JsonProperty(value = "offerClass", required = true) BigInteger offerClass,
    @JsonProperty(value = "region", required = true) Bytes32 region,
    @JsonProperty(value = "qualityHash", required = true) Bytes32 qualityHash,
    @JsonProperty(value = "expiry", required = true) BigInteger expiry,
    @JsonProperty(value = "nonce", required = true) BigInteger nonce,
    @JsonProperty(value = "salt", required = true) BigInteger salt) {
  public OfferTerms {
    requireNonNull(providerId, "providerId");
    requireNonNull(market, "market");
    requireNonNull(ratePerGib, "ratePerGib");
    requireNonNull(egressPerGib, "egressPerGib");
    requireNonNull(capacityBytes, "capacityBytes");
    requireNonNull(minimumBytes, "minimumBytes");
    requireNonNull(minimumSeconds, "minimumSeconds");
    requireNonNull(maximumSeconds, "maximumSeconds");
    requireNonNull(collateralSeconds, "collateralSeconds");
    requireNonNull(offerClass, "offerClass");
    requireNonNull(region, "region");
    requireNonNull(qualityHash, "qualityHash");
    requireNonNull(expiry, "expiry");
    requireNonNull(nonce, "nonce");
    requireNonNull(salt, "salt");
  }
}
