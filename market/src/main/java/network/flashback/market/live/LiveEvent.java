package network.flashback.market.live;

import com.fasterxml.jackson.databind.JsonNode;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// An event of the chain as it is told.
@Meaning("An event of the chain.")
public record LiveEvent(
    @Meaning("The same whenever this event is told; another after a reorganisation.") String id,
    EventType type,
    @Meaning("The contracts' own name of it.") String name,
    @Meaning("Unix second of its block.") long time,
    long block,
    Bytes32 blockHash,
    Bytes32 transaction,
    @Nullable Bytes32 slaId,
    @Nullable String agreementId,
    @Nullable String providerId,
    @Meaning("The event's own fields; numbers are decimal strings.") JsonNode fields) {}
