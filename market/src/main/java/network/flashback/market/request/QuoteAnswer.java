package network.flashback.market.request;

import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import network.flashback.market.listing.OfferSubmission;

/// An offer that answers a request.
@Meaning("A signed offer that answers a request; for the consumer's eyes.")
public record QuoteAnswer(
    @Meaning("EIP-712 hash of the offer.") Bytes32 hash,
    long providerId,
    @Meaning("Unix second.") long answeredAt,
    OfferSubmission answer) {}
