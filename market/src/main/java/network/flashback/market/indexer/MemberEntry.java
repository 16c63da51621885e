package network.flashback.market.indexer;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A member of the register, as its events tell it.
///
/// @param kinds mask of the Registry
/// @param registration transaction
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
    Bytes32 profileHash,
    Bytes32 registration,
    long registeredAt,
    long confirmedEpochs,
    long missedEpochs,
    long offerNonce) {}
