package network.flashback.chain.contract;

import java.util.List;
import network.flashback.evm.Bytes;

/// An offer with the signature of its provider's node key.
public record SignedOffer(OfferTerms offer, Bytes signature) {
  List<Object> encode() {
    return List.of(offer.encode(), signature);
  }
}
