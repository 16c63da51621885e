package network.flashback.market.indexer;

import network.flashback.evm.Address;

/// A member of the register, as its events tell it.
///
/// @param kinds mask of the Registry
/// @param confirmedEpochs how many epochs it proved
/// @param missedEpochs how many penalties its agreements got
/// @param offerNonce what its offers must carry
public record MemberEntry(
    long id,
    Address owner,
    Address payout,
    Address nodeKey,
    int kinds,
    String endpoint,
    long registeredAt,
    long confirmedEpochs,
    long missedEpochs,
    long offerNonce) {}
