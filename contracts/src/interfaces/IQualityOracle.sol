// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Quality of every agreement, one root per epoch, signed by a quorum of staked reporters
/// @notice Leaf of the root (breaches only; compliant agreements cost nothing):
///   keccak256(bytes.concat(keccak256(abi.encode(uint32 epoch, uint128 agreementId, uint16 creditBps)))), sorted-pair tree as OpenZeppelin's
///   MerkleProof; an epoch without breaches posts root 0. EIP-712: QualityRoot(uint32 epoch,bytes32 root,bytes32 recordsHash), domain of
///   this contract. Quorum: floor(2n/3)+1 of the n reporters of the epoch's committee, n >= 4: all reporters where they are
///   seven or fewer, else seven of them, drawn by the seed of the epoch before.
interface IQualityOracle {
    event ReporterJoined(uint64 indexed id, address indexed key);
    event ReporterLeft(uint64 indexed id, address indexed key);
    event RootPosted(uint32 indexed epoch, bytes32 root, bytes32 recordsHash, uint256 signers, uint32 finalAt);
    event BreachExecuted(uint32 indexed epoch, uint128 indexed agreementId, uint16 creditBps, uint256 amount);
    /// @notice Both last epochs passed in silence: this many reporters who sat in both committees left.
    event Rotated(uint32 indexed epoch, uint256 reporters);
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
    error SignaturesMalformed(uint256 length);
    /// @notice There are more reporters than a committee, and the seed that draws it is not there yet.
    error SeedMissing(uint32 epoch);
    /// @notice Not two silent epochs in a row, or nobody who could be held to it.
    error NotSilent(uint32 epoch);

    /// @notice A registered reporter (Registry kind 16, owner calls) with enough stake joins the active set, effective from the next epoch.
    function join(uint64 id) external;
    function leave(uint64 id) external;
    /// @notice After two epochs without a root, the second one's window over: who sat in both committees leaves, as far as four reporters
    /// stay. It may join again after a whole epoch. Anyone may call.
    function rotate() external;
    /// @notice `signatures`: 65 bytes each (r, s, v), one after the other, ordered by ascending signer address.
    function post(uint32 epoch, bytes32 root, bytes32 recordsHash, bytes calldata signatures) external;
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
    /// @notice All reporters of the running epoch, by ascending key.
    function reporters() external view returns (uint64[] memory ids, address[] memory keys);
    /// @notice Who signs the root of `epoch`, by ascending key. Of epochs before the last two it may be forgotten. Fails with SeedMissing before
    /// the seed that draws it is posted.
    function committeeOf(uint32 epoch) external view returns (uint64[] memory ids, address[] memory keys);
    /// @notice Who signed the root of `epoch` and did not equivocate, and when it is final. Nobody, and 0, where no root is known or any more.
    function signersOf(uint32 epoch) external view returns (uint64[] memory ids, uint32 finalAt);
    /// @notice Signatures that the root of the running epoch needs.
    function quorum() external view returns (uint256);
    /// @notice Signatures that the root of `epoch` needs; of epochs before the last two it may be forgotten.
    function quorumOf(uint32 epoch) external view returns (uint256);
}
