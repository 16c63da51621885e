package network.flashback.app.dispute;

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
  public int open() {
    return book.counts().open();
  }

  @Override
  public int unanswered() {
    return book.counts().unanswered();
  }

  @Override
  public long answered() {
    return book.counts().answered();
  }
}
