package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// An SLA as its events tell it.
@Meaning("An SLA with its legs, replaced ones included, derived from the chain's events.")
public record SlaEntry(
    Bytes32 id,
    Address consumer,
    int market,
    SlaState state,
    @Meaning("Locked at the opening: deposits, egress escrows and reserve, token units.")
        BigInteger deposited,
    @Meaning("Reserve that came back unused, token units.") BigInteger reserveReleased,
    @Meaning("Unix second of the opening.") long openedAt,
    @Meaning("Transaction of the opening.") Bytes32 transaction,
    List<AgreementEntry> agreements) {}
