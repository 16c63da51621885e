// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// A webhook that is to be made.
///
/// @param url where messages go: https, with a host that everybody may reach
/// @param types which events are told
/// @param consumers Events of these consumers' agreements; at most 100.
/// @param providers Events of these providers' agreements, by their ids in the register; at most
///     100.
public record WebhookRequest(
    @JsonProperty(value = "url", required = true) String url,
    @JsonProperty(value = "types", required = true) List<DeliveryEntryType> types,
    @JsonProperty("consumers") @Nullable List<Address> consumers,
    @JsonProperty("providers") @Nullable List<Long> providers) {
  public WebhookRequest {
    requireNonNull(url, "url");
    types = List.copyOf(types);
    consumers = consumers == null ? null : List.copyOf(consumers);
    providers = providers == null ? null : List.copyOf(providers);
  }

  /// With what must be there, and nothing else.
  public static WebhookRequest of(
      String url,
      List<DeliveryEntryType> types) {
    return new WebhookRequest(
        url, types, null, null);
  }

  /// The same with this. Events of these consumers' agreements; at most 100.
  public WebhookRequest withConsumers(List<Address> consumers) {
    return new WebhookRequest(
        url, types, consumers, providers);
  }

  /// The same with this. Events of these providers' agreements, by their ids in the register; at
  /// most 100.
  public WebhookRequest withProviders(List<Long> providers) {
    return new WebhookRequest(
        url, types, consumers, providers);
  }
}
