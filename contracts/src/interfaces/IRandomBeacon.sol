// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title One unpredictable seed per epoch, from drand (BN254, signatures on G1), verified on chain
interface IRandomBeacon {
    event SeedPosted(uint32 indexed epoch, uint64 round, bytes32 seed, address poster, bool marked);
    /// @notice drand was silent for the whole delay: the hash of block `blockNumber`, still to come, will be the fallback seed.
    event FallbackArmed(uint32 indexed epoch, uint256 blockNumber);

    error AlreadySeeded(uint32 epoch);
    error EpochNotEnded(uint32 epoch, uint256 endsAt);
    error SignatureInvalid(uint64 round);
    /// @notice Not a point of G1 in its only valid encoding; infinity is refused too.
    error PointNotOnCurve(uint256 x, uint256 y);
    error FallbackTooEarly(uint256 earliest);
    error FallbackBlockPending(uint256 blockNumber);
    error PublicKeyInvalid(uint256[4] publicKey);
    error ScheduleInvalid(uint64 genesisTime, uint32 period, uint64 epochGenesis, uint32 epochLength);

    /// @notice First round that drand publishes strictly after the end of `epoch`.
    function roundOf(uint32 epoch) external view returns (uint64 round);
    /// @notice Verifies the round's signature (G1 point x, y) and writes the epoch's seed. Anyone may call.
    function post(uint32 epoch, uint256[2] calldata signature) external;
    /// @notice Seven days without drand: a seed from block data, marked as such. The first call fixes a block still to come (FallbackArmed);
    /// a second one, within the 256 blocks after it, takes that block's hash, which contains its prevrandao. Whoever could build that block
    /// could choose among its candidates: that is why it is marked. Until then drand's own signature still wins.
    function postFallback(uint32 epoch) external;
    /// @notice Zero when not yet posted; else SHA-256 of the signature, which drand itself publishes as the round's randomness.
    function seedOf(uint32 epoch) external view returns (bytes32 seed);
    function seededAtOf(uint32 epoch) external view returns (uint32);
    /// @notice Whether the seed of `epoch` is a fallback: weaker than drand's, because one block builder could choose among its candidates.
    /// False while there is no seed. Consumers and panels may weigh what it drew accordingly; possession counts all the same.
    function isFallback(uint32 epoch) external view returns (bool);
    /// @notice The newest epoch that has a seed (older ones may still lack theirs); `any` is false while none has.
    function newestSeeded() external view returns (bool any, uint32 epoch);
    /// @notice The first second that no longer belongs to `epoch`.
    function endOf(uint32 epoch) external view returns (uint256 time);
    /// @notice drand's group key on G2 in the order of EIP-197: x imaginary, x real, y imaginary, y real.
    function publicKey() external view returns (uint256[4] memory key);
}
