package network.flashback.node.store;

import network.flashback.evm.Bytes32;

/// What stood under an agreement when a consumer asked for it to be kept in sight: it can be listed
/// and signed while more is put and removed.
///
/// @param version of the unit
/// @param root of its tree; zero when it was empty
/// @param leaves under it
public record Mark(long version, Bytes32 root, long leaves) {}
