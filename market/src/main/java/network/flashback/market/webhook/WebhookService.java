package network.flashback.market.webhook;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import network.flashback.market.account.Tokens;
import network.flashback.market.database.Database;
import network.flashback.market.live.LiveEvents;

/// Webhooks of one market, and what sends to them.
public record WebhookService(Webhooks webhooks, Deliveries deliveries) {
  /// What a market is told about webhooks.
  ///
  /// @param loopbackToo also plain HTTP to this machine: for development chains
  public record Policy(WebhookSecrets secrets, boolean loopbackToo) {}

  /// Webhooks over one database; what sends to them is not started yet.
  ///
  /// @param random unpredictable
  public static WebhookService of(
      Database database,
      LiveEvents events,
      Policy policy,
      InstantSource clock,
      RandomGenerator random) {
    var messenger = new Messenger(policy.loopbackToo());
    return new WebhookService(
        new Webhooks(database, events, policy.secrets(), messenger, new Tokens(random), clock),
        new Deliveries(database, events, policy.secrets(), messenger, clock));
  }
}
