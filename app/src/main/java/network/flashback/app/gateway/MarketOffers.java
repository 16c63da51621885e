package network.flashback.app.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import network.flashback.app.client.MarketClient;
import network.flashback.chain.contract.SignedOffer;

/// Offers as a platform lists them. The last answer is kept for when the platform does not answer:
/// a signed offer needs nobody's word until it expires.
public final class MarketOffers implements OfferSource, AutoCloseable {
  private final MarketClient market;
  private volatile List<SignedOffer> last = List.of();

  public MarketOffers(URI platform) {
    this.market = new MarketClient(platform);
  }

  @Override
  public List<SignedOffer> offers() throws IOException, InterruptedException {
    try {
      last =
          market.offers().stream()
              .map(entry -> new SignedOffer(entry.offer(), entry.signature()))
              .toList();
    } catch (IOException e) {
      if (last.isEmpty()) {
        throw e;
      }
    }
    return last;
  }

  @Override
  public void close() {
    market.close();
  }
}
