package network.flashback.market.indexer;

import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// One change of where a member of the register stands.
@Meaning("A change of a member's status.")
public record StatusEntry(
    Registry.Status status,
    @Meaning("Unix second of its block.") long at,
    @Meaning("Unix second: end of a suspension, or from when an exit can be completed.")
        @Nullable Long until,
    @Meaning("Hash of the reason of a suspension.") @Nullable Bytes32 reasonHash,
    Bytes32 transaction) {}
