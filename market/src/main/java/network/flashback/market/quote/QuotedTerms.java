package network.flashback.market.quote;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import network.flashback.market.listing.OfferSubmission;

/// A quote as it is shown, stored and signed.
@Meaning("A quote: frozen terms, what they cost, and what the consumer's wallet signs.")
public record QuotedTerms(
    @Meaning("EIP-712 digest of the terms: the SLA's id, and the nonce of the payment.")
        Bytes32 quoteHash,
    @Meaning("The terms, as the contract gets them.") SlaTerms sla,
    @Meaning("The offers that the legs fill, in the order of the legs.")
        List<OfferSubmission> offers,
    List<Leg> legs,
    @Meaning("The token that pays.") Address token,
    String symbol,
    int decimals,
    @Meaning("Of all legs, for the streams, token units.") BigInteger deposit,
    @Meaning("Of all legs, for bytes served, token units.") BigInteger egressEscrow,
    @Meaning("For replacements; what is not used comes back, token units.") BigInteger reserve,
    @Meaning("What is locked: deposit, egress escrow and reserve, token units.") BigInteger total,
    @Meaning("The part of it that goes to the community fund at most, token units.")
        BigInteger feeAtMost,
    @Meaning("What the providers commit together, token units.") BigInteger collateral,
    @Meaning("Unix second of the quote.") long createdAt,
    @Meaning("Unix second at which it expires.") long expiresAt,
    @Meaning("Canonical JSON of the wishes; its Keccak-256 is sla.wishesHash.") String wishes,
    @Meaning("The payment to sign by eth_signTypedData_v4: {domain, types, primaryType, message}.")
        JsonNode authorization,
    @Meaning("Offers that did not qualify.") List<Refusal> refused) {

  /// One leg with what it costs.
  @Meaning("One leg of the quote.")
  public record Leg(
      long providerId,
      Bytes32 offerHash,
      @Meaning(value = "Class of the offer.", name = "class") StorageClass storageClass,
      String region,
      @Meaning("Bytes of pieces reserved.") BigInteger capacityBytes,
      @Meaning("Token units per confirmed second, 64.32 fixed point.") BigInteger rate,
      @Meaning("One GiB for 730 hours, token units.") BigInteger pricePerGibMonth,
      BigInteger deposit,
      BigInteger egressEscrow,
      BigInteger collateral) {}
}
