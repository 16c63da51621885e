// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title One unpredictable seed per epoch, from drand (BN254, signatures on G1), verified on chain
interface IRandomBeacon {
    event SeedPosted(uint32 indexed epoch, uint64 round, bytes32 seed, address poster, bool marked);

    error AlreadySeeded(uint32 epoch);
    error EpochNotEnded(uint32 epoch, uint256 endsAt);
    error SignatureInvalid(uint64 round);
    error FallbackTooEarly(uint256 earliest);

    /// @notice First round that drand publishes strictly after the end of `epoch`.
    function roundOf(uint32 epoch) external view returns (uint64 round);
    /// @notice Verifies the round's signature (G1 point x, y) and writes the epoch's seed. Anyone may call.
    function post(uint32 epoch, uint256[2] calldata signature) external;
    /// @notice Seven days without drand: a seed from block data, marked as such.
    function postFallback(uint32 epoch) external;
    /// @notice Zero when not yet posted.
    function seedOf(uint32 epoch) external view returns (bytes32 seed);
    function seededAtOf(uint32 epoch) external view returns (uint32);
}
