// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A message of a webhook, and how it went.
///
/// @param event The event's id, and the message's `webhook-id`.
/// @param lastAt Of the last attempt; absent before the first.
/// @param result Of the last attempt: a status, or what was wrong.
/// @param nextAt When it is tried next; absent when it is not.
public record DeliveryEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "event", required = true) String event,
    @JsonProperty(value = "type", required = true) DeliveryEntryType type,
    @JsonProperty(value = "state", required = true) DeliveryEntryState state,
    @JsonProperty(value = "attempts", required = true) long attempts,
    @JsonProperty(value = "createdAt", required = true) long createdAt,
    @JsonProperty("lastAt") @Nullable Long lastAt,
    @JsonProperty("result") @Nullable String result,
    @JsonProperty("nextAt") @Nullable Long nextAt) {
  public DeliveryEntry {
    requireNonNull(event, "event");
    requireNonNull(type, "type");
    requireNonNull(state, "state");
  }
}
