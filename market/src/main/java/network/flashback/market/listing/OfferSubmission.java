package network.flashback.market.listing;

import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Bytes;
import network.flashback.market.json.Meaning;

/// An offer as a provider sends it.
@Meaning("A signed offer, with the quality that its qualityHash stands for.")
public record OfferSubmission(
    @Meaning("The terms that are signed (EIP-712 type Offer; offerClass is its field class).")
        OfferTerms offer,
    @Meaning("65 bytes by the provider's node key over the EIP-712 digest.") Bytes signature,
    @Meaning("What is promised. Keccak-256 of its canonical JSON is offer.qualityHash.")
        QualityTarget quality) {

  public SignedOffer signed() {
    return new SignedOffer(offer, signature);
  }
}
