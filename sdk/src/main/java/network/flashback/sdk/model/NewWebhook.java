// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A webhook with its newest secret.
///
/// @param secret Messages are signed with it (Standard Webhooks: HMAC-SHA256 of
///     `id.timestamp.body`). Shown now and never again; after a rotation the one before counts for
///     a day more.
public record NewWebhook(
    @JsonProperty(value = "webhook", required = true) WebhookEntry webhook,
    @JsonProperty(value = "secret", required = true) String secret) {
  public NewWebhook {
    requireNonNull(webhook, "webhook");
    requireNonNull(secret, "secret");
  }

  /// Without its secrets, so that it may be logged.
  @Override
  public String toString() {
    return "NewWebhook["
        + "webhook=" + webhook
        + ", secret=(secret)"
        + "]";
  }
}
