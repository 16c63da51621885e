// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A quote: frozen terms, what they cost, and what the consumer's wallet signs.
///
/// @param quoteHash EIP-712 digest of the terms: the SLA's id, and the nonce of the payment.
/// @param sla The terms, as the contract gets them.
/// @param offers The offers that the legs fill, in the order of the legs.
/// @param token The token that pays.
/// @param deposit Of all legs, for the streams, token units.
/// @param egressEscrow Of all legs, for bytes served, token units.
/// @param reserve For replacements; what is not used comes back, token units.
/// @param total What is locked: deposit, egress escrow and reserve, token units.
/// @param feeAtMost The part of it that goes to the community fund at most, token units.
/// @param collateral What the providers commit together, token units.
/// @param createdAt Unix second of the quote.
/// @param expiresAt Unix second at which it expires.
/// @param wishes Canonical JSON of the wishes; its Keccak-256 is sla.wishesHash.
/// @param authorization The payment to sign by eth_signTypedData_v4: {domain, types, primaryType,
///     message}.
/// @param refused Offers that did not qualify.
public record QuotedTerms(
    @JsonProperty(value = "quoteHash", required = true) Bytes32 quoteHash,
    @JsonProperty(value = "sla", required = true) SlaTerms sla,
    @JsonProperty(value = "offers", required = true) List<OfferSubmission> offers,
    @JsonProperty(value = "legs", required = true) List<Leg> legs,
    @JsonProperty(value = "token", required = true) Address token,
    @JsonProperty(value = "symbol", required = true) String symbol,
    @JsonProperty(value = "decimals", required = true) long decimals,
    @JsonProperty(value = "deposit", required = true) BigInteger deposit,
    @JsonProperty(value = "egressEscrow", required = true) BigInteger egressEscrow,
    @JsonProperty(value = "reserve", required = true) BigInteger reserve,
    @JsonProperty(value = "total", required = true) BigInteger total,
    @JsonProperty(value = "feeAtMost", required = true) BigInteger feeAtMost,
    @JsonProperty(value = "collateral", required = true) BigInteger collateral,
    @JsonProperty(value = "createdAt", required = true) long createdAt,
    @JsonProperty(value = "expiresAt", required = true) long expiresAt,
    @JsonProperty(value = "wishes", required = true) String wishes,
    @JsonProperty(value = "authorization", required = true) JsonNode authorization,
    @JsonProperty(value = "refused", required = true) List<Refusal> refused) {
  public QuotedTerms {
    requireNonNull(quoteHash, "quoteHash");
    requireNonNull(sla, "sla");
    offers = List.copyOf(offers);
    legs = List.copyOf(legs);
    requireNonNull(token, "token");
    requireNonNull(symbol, "symbol");
    requireNonNull(deposit, "deposit");
    requireNonNull(egressEscrow, "egressEscrow");
    requireNonNull(reserve, "reserve");
    requireNonNull(total, "total");
    requireNonNull(feeAtMost, "feeAtMost");
    requireNonNull(collateral, "collateral");
    requireNonNull(wishes, "wishes");
    requireNonNull(authorization, "authorization");
    refused = List.copyOf(refused);
  }
}
