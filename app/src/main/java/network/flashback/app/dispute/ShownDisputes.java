package network.flashback.app.dispute;

import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.http.HttpHandler;
import network.flashback.settlement.dispute.DisputeBook;

/// What node and gateway show of their disputes.
public record ShownDisputes(DisputeBook book)
    implements network.flashback.node.Disputes, network.flashback.gateway.Disputes {
  @Override
  public HttpHandler before(HttpHandler handler) {
    return book.before(handler);
  }

  @Override
  public DisputeCounts counts() {
    return book.counts();
  }
}
