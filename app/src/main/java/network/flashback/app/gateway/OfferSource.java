package network.flashback.app.gateway;

import java.io.IOException;
import java.util.List;
import network.flashback.chain.contract.SignedOffer;

/// Where live offers are found.
@FunctionalInterface
public interface OfferSource {
  /// Offers that can be filled now, as far as the source knows; the contract has the last word.
  List<SignedOffer> offers() throws IOException, InterruptedException;
}
