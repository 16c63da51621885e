// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Webhooks of an organisation.
public record WebhookList(
    @JsonProperty(value = "webhooks", required = true) List<WebhookEntry> webhooks) {
  public WebhookList {
    webhooks = List.copyOf(webhooks);
  }
}
