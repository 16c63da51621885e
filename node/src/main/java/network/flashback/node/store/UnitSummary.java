package network.flashback.node.store;

import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// One agreement's pieces in numbers, as they are now.
///
/// @param root of the unit's tree; zero when it is empty
/// @param leaves under it
/// @param version counts puts and removals
/// @param reservedBytes what counts against the agreement's capacity: whole leaves
public record UnitSummary(
    AgreementId agreement,
    Bytes32 root,
    long leaves,
    long version,
    long pieces,
    long storedBytes,
    long reservedBytes) {}
