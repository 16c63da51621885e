package network.flashback.market.webhook;

import java.util.List;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import network.flashback.market.live.EventType;
import org.jspecify.annotations.Nullable;

/// A webhook without its secret.
@Meaning("A webhook without its secret.")
public record WebhookEntry(
    String id,
    String url,
    List<EventType> types,
    List<Address> consumers,
    List<Long> providers,
    long createdAt,
    @Meaning("Why nothing is sent any more; absent while it works.") @Nullable String stopped) {}
