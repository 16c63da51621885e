package network.flashback.market.indexer;

import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// One payment for the listing.
@Meaning("A payment for the listing.")
public record SubscriptionEntry(
    @Meaning("Unix second of its block.") long at,
    Address token,
    Address payer,
    @Meaning("Token units.") BigInteger amount,
    @Meaning("Unix second until which the listing was paid with it.") long paidUntil,
    Bytes32 transaction) {}
