package network.flashback.market.webhook;

import network.flashback.market.json.Meaning;
import network.flashback.market.live.EventType;
import org.jspecify.annotations.Nullable;

/// A message of a webhook, and how it went.
@Meaning("A message of a webhook, and how it went.")
public record DeliveryEntry(
    long id,
    @Meaning("The event's id, and the message's `webhook-id`.") String event,
    EventType type,
    State state,
    int attempts,
    long createdAt,
    @Meaning("Of the last attempt; absent before the first.") @Nullable Long lastAt,
    @Meaning("Of the last attempt: a status, or what was wrong.") @Nullable String result,
    @Meaning("When it is tried next; absent when it is not.") @Nullable Long nextAt) {
  /// What becomes of a message.
  public enum State {
    WAITING,
    DELIVERED,
    DEAD
  }
}
