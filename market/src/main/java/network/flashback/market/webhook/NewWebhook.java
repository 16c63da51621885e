package network.flashback.market.webhook;

import network.flashback.market.json.Meaning;

/// A webhook with its newest secret.
@Meaning("A webhook with its newest secret.")
public record NewWebhook(
    WebhookEntry webhook,
    @Meaning(
            "Messages are signed with it (Standard Webhooks: HMAC-SHA256 of `id.timestamp.body`)."
                + " Shown now and never again; after a rotation the one before counts for a day"
                + " more.")
        String secret) {
  @Override
  public String toString() {
    return "NewWebhook[" + webhook.id() + "]";
  }
}
