// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Quality of every agreement, one root per epoch, signed by a quorum of staked reporters
/// @notice Leaf of the root (breaches only; compliant agreements cost nothing):
///   keccak256(bytes.concat(keccak256(abi.encode(uint32 epoch, uint128 agreementId, uint16 creditBps)))), sorted-pair tree as OpenZeppelin's
///   MerkleProof; an epoch without breaches posts root 0. EIP-712: QualityRoot(uint32 epoch,bytes32 root,bytes32 recordsHash), domain of
///   this contract. Quorum: floor(2n/3)+1 of the n active reporters, n >= 4.
interface IQualityOracle {
    event ReporterJoined(uint64 indexed id, address indexed key);
    event ReporterLeft(uint64 indexed id, address indexed key);
    event RootPosted(uint32 indexed epoch, bytes32 root, bytes32 recordsHash, uint256 signers, uint32 finalAt);
    event BreachExecuted(uint32 indexed epoch, uint128 indexed agreementId, uint16 creditBps, uint256 amount);
    event Equivocated(uint64 indexed id, uint32 indexed epoch, address prover);

    error NotReporter(address key);
    error StakeTooSmall(uint64 id, uint256 staked, uint256 wanted);
    error SignersNotSorted(uint256 index);
    error QuorumShort(uint256 signers, uint256 quorum);
    error RootAlreadyPosted(uint32 epoch);
    error EpochNotEnded(uint32 epoch);
    error PostingClosed(uint32 epoch);
    error RootFinal(uint32 epoch);
    error RootUnknown(uint32 epoch);
    error ProofInvalid(uint32 epoch, uint128 agreementId);
    error NoEquivocation();

    /// @notice A registered reporter (Registry kind 16, owner calls) with enough stake joins the active set, effective from the next epoch.
    function join(uint64 id) external;
    function leave(uint64 id) external;
    /// @notice signatures ordered by ascending signer address.
    function post(uint32 epoch, bytes32 root, bytes32 recordsHash, bytes[] calldata signatures) external;
    function executeBreach(uint32 epoch, uint128 agreementId, uint16 creditBps, bytes32[] calldata proof) external;
    /// @notice Two roots of one epoch signed by one reporter: slashes its stake. Anyone may call.
    function proveEquivocation(
        uint32 epoch,
        bytes32 rootA,
        bytes32 recordsHashA,
        bytes calldata signatureA,
        bytes32 rootB,
        bytes32 recordsHashB,
        bytes calldata signatureB
    ) external;

    function rootOf(uint32 epoch) external view returns (bytes32 root, bytes32 recordsHash, uint32 postedAt);
    function newestPosted() external view returns (bool any, uint32 epoch, uint32 postedAt);
    function reporters() external view returns (uint64[] memory ids, address[] memory keys);
    function quorum() external view returns (uint256);
}
