// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// A webhook without its secret.
///
/// @param stopped Why nothing is sent any more; absent while it works.
public record WebhookEntry(
    @JsonProperty(value = "id", required = true) String id,
    @JsonProperty(value = "url", required = true) String url,
    @JsonProperty(value = "types", required = true) List<DeliveryEntryType> types,
    @JsonProperty(value = "consumers", required = true) List<Address> consumers,
    @JsonProperty(value = "providers", required = true) List<Long> providers,
    @JsonProperty(value = "createdAt", required = true) long createdAt,
    @JsonProperty("stopped") @Nullable String stopped) {
  public WebhookEntry {
    requireNonNull(id, "id");
    requireNonNull(url, "url");
    types = List.copyOf(types);
    consumers = List.copyOf(consumers);
    providers = List.copyOf(providers);
  }
}
