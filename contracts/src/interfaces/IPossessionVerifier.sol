// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PossessionProof, Revision} from "./Types.sol";

/// @title Commitments and audits: the bytes are there
/// @notice Unit of an agreement: a binary Merkle-sum tree over its pieces; each piece a binary Merkle tree over 256-byte leaves.
///   leaf hash   H(0x00 || 256 bytes)                            (the last leaf of a piece is padded with zero bytes)
///   piece node  H(0x01 || left || right)                        (padded to a power of two with the hash of an all-zero leaf)
///   piece       keccak256(0x02 || pieceRoot || uint64 leaves)   = hash of a unit leaf; its sum is `leaves`
///   unit node   keccak256(0x03 || left || uint64 leftLeaves || right || uint64 rightLeaves)
/// Pieces stand in slots 0..2^h-1 (h smallest that fits, one slot: h = 0); an empty slot has hash 0 and sum 0; a node over two empty
/// slots is (0, 0). Empty unit: root 0, leaves 0. A challenge is an index in [0, leaves).
/// H is what `treeHash` of the agreement's first revision says, for all of its pieces: with 0 keccak256; with 1 SHA-256 for leaves and for
/// the six levels of nodes above them (up to 64 leaves), and keccak256 for the nodes higher up.
///
/// The audit of epoch e uses of each agreement the newest revision committed before e began. Provider and epoch: one audit, k challenges
/// spread over the provider's units by rate. The units stand in a line, in the order of their first revisions, each at a place as long as
/// its rate; a unit may move to the end of the line, and the line's front is given up as units end (`tidy`). The draws of e, d = 0, 1, ...,
///   draw(d) = uint256(keccak256(abi.encode(seed(e), providerId, d))),
/// go over the line as it stood when e began:
///   1. If it has more than 8 places, the first 8 k draws, or a quarter of the places if that is more: point = draw % length of the line; the place whose end is the first beyond it. What
///      falls on a unit that e does not audit, because it ended or has no leaves, is passed over; the first k others are the challenges.
///   2. What is lacking then, the next draws over the audited units alone, laid end to end in the same order: point = draw % their length.
/// A unit whose loss was declared in e, or came out in e by a targeted challenge, is passed over from e on, too.
/// The leaf of a challenge: index = uint256(keccak256(abi.encode(draw))) % leaves. A provider whose auditable units are all empty passes
/// with no challenge.
interface IPossessionVerifier {
    event RevisionCommitted(uint128 indexed agreementId, bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch);
    /// @notice The provider said in `epoch` that the unit's bytes are lost, and paid `slashed` units of the agreement's token for it.
    event FaultDeclared(uint128 indexed agreementId, uint32 indexed epoch, uint256 slashed);
    /// @notice The provider's node admitted that it cannot show the leaf at `index` that the audit of `epoch` asks for.
    event FailureAdmitted(uint128 indexed agreementId, uint32 indexed epoch, uint64 index);
    /// @param challenges that were answered
    event Audited(uint64 indexed providerId, uint32 indexed epoch, uint8 challenges);

    error SequenceNotHigher(uint64 sequence, uint64 current);
    error ProviderSignatureInvalid(address recovered, address nodeKey);
    error ConsumerSignatureInvalid(address recovered);
    error LeavesAboveCapacity(uint64 leaves, uint64 capacityLeaves);
    error NotSeeded(uint32 epoch);
    error AuditWindowClosed(uint32 epoch, uint256 closedAt);
    /// @notice A unit without leaves has root 0, and only that one has.
    error RootInconsistent(bytes32 root, uint64 leaves);
    error ProofCountWrong(uint256 proofs, uint256 challenges);
    error ProofInvalid(uint256 challenge, uint128 agreementId, uint64 index);
    error AgreementNotLive(uint128 agreementId);
    /// @notice No tree is hashed by this kind: use 0 (keccak256) or 1 (SHA-256 below).
    error TreeHashUnknown(uint8 treeHash);
    /// @notice The agreement's first revision fixed another kind: sign one of `current`.
    error TreeHashFixed(uint128 agreementId, uint8 treeHash, uint8 current);
    error NotOwner(uint64 providerId, address owner, address caller);
    /// @notice Only the running epoch's seed is sure to be unknown: the round that gives it comes after its end.
    error FaultNotOfRunningEpoch(uint32 epoch, uint32 running);
    /// @notice All epochs of the agreement are over.
    error FaultTooLate(uint128 agreementId, uint32 endEpoch);
    error NotTargeted(address caller);
    /// @notice What an admission costs only the provider itself may bring upon it: send the audit with its node key.
    error NotNode(uint64 providerId, address nodeKey, address caller);
    /// @notice So many failures leave nothing of the epoch: it is missed. Prove more, or declare what is lost before the next seed.
    error TooManyAdmitted(uint256 admitted, uint256 most);

    /// @notice Records what both sides signed (consumer, or a key with the right REVISION; provider's node key). The first one activates the
    /// agreement, and fixes how the pieces of its unit are hashed. Anyone may send it.
    function commit(Revision calldata revision, bytes calldata consumerSignature, bytes calldata providerSignature) external;

    /// @notice Proves the provider's units for `epoch`, which has ended, within the window after its end (or after its seed, if later).
    function audit(uint64 providerId, uint32 epoch, PossessionProof[] calldata proofs) external;

    /// @notice The same, with fewer bytes: `proofs` are the proofs of the challenges in order, without gaps, integers big-endian:
    ///   uint8 p: siblings inside the piece; uint8 u: siblings of the piece inside the unit
    ///   uint40 index of the leaf inside its piece; uint40 leaves of the piece
    ///   uint40 bit i is set when sibling i of the piece stands on the left
    ///   256 bytes leaf; p * 32 bytes siblings inside the piece, from the leaf upwards
    ///   u * (32 bytes sibling of the piece, uint40 its leaves), from the piece upwards
    /// In place of a proof a single byte 0xff admits that there is none; then only the provider's node key may call. The agreement that was asked
    /// for is breached, as by a declared fault, and not paid for the epoch. All others are confirmed, but of k challenges each admitted one takes
    /// 1 / (k - 1) of the epoch from the pay of all of them: a quarter, of five. At most k - 2 can be admitted.
    function auditCompact(uint64 providerId, uint32 epoch, bytes calldata proofs) external;

    /// @notice The provider's owner declares that an agreement's bytes are lost: it is breached, which costs its collateral and nothing else, and
    /// the audits of `epoch` and all later ones pass its unit over, so that the provider's others stay provable. Epochs that ended before,
    /// whose seeds may be known, ask for it as ever.
    /// @param epoch the running one: a transaction that comes after its end is refused
    /// @return slashed units of the agreement's token; the prover's share of it is the caller's
    function declareFault(uint128 agreementId, uint32 epoch) external returns (uint256 slashed);

    /// @notice TargetedChallenges only: the same for a challenge that nobody answered.
    /// @param epoch in which it was opened
    /// @param prover earns the prover's share
    function breach(uint128 agreementId, uint32 epoch, address prover) external returns (uint256 slashed);

    /// @notice What must be proven: agreement and leaf index per challenge. Needs the seed.
    function challengesOf(uint64 providerId, uint32 epoch) external view returns (uint128[] memory agreementIds, uint64[] memory indexes);

    /// @notice Newest revision, and the one the audit of `epoch` uses.
    function revisionOf(uint128 agreementId) external view returns (bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch);
    function auditedRevisionOf(uint128 agreementId, uint32 epoch) external view returns (bytes32 root, uint64 leaves, uint64 sequence);
    /// @notice How the pieces of the unit are hashed: `treeHash` of its revisions; 0 too before the first.
    function treeHashOf(uint128 agreementId) external view returns (uint8 treeHash);
    /// @notice Orchestrator only: the agreement is terminal; its unit leaves the audits.
    function retire(uint128 agreementId) external;
    /// @notice Takes over a live agreement's rate of the next epoch and a later end: its unit moves to the end of the line with them, from the next
    /// epoch on. Does nothing when both are so already. Anyone may call; the Orchestrator does when a rate changes with the next epoch.
    function follow(uint128 agreementId) external;
    /// @notice Gives up at most `steps` places at the front of the provider's line, from the next epoch on; a unit there that has not ended
    /// moves to the end of the line. It does nothing while an epoch can be audited that began before the last time. Anyone may call: audits
    /// that meet ended units do a little of it.
    function tidy(uint64 providerId, uint256 steps) external;
    /// @notice The provider's units that an epoch may still audit, empty ones too, in the order of the line.
    function unitsOf(uint64 providerId) external view returns (uint128[] memory agreementIds);
}
