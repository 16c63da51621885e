// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Agreement, AgreementState, PossessionProof, Revision} from "./interfaces/Types.sol";
import {MerklePossession} from "./lib/MerklePossession.sol";

/// @title Commitments and audits
/// @notice See IPossessionVerifier. Nobody owns it, nothing in it can be changed.
///
/// What an epoch's audit may draw is fixed when the epoch begins: a first revision makes its unit live from the next epoch on, a later
/// one replaces it from the next epoch on, and an end takes effect at an epoch that has not begun. Entries that an epoch still open for
/// audit needs are kept, however late its seed comes; only then is their storage used again.
///
/// Known limits. An audit walks all live units of its provider (about 5,000 gas each) to add up their rates. Units without leaves, or
/// with a rate of zero, are never drawn. While no seed is posted for an ended epoch nothing after it is tidied up; anyone may post it.
contract PossessionVerifier is IPossessionVerifier, EIP712 {
    /// @dev One unit, one slot. Units of a provider form a list in order of activation, because the draw depends on that order.
    struct Unit {
        /// Market and index of the next unit of the same provider; meaningless in the last one.
        uint64 next;
        /// Weight in the draw: the agreement's rate when it was activated, 64.32 fixed point.
        uint96 rate;
        /// First epoch in which it is no longer audited.
        uint32 until;
        /// Number of its newest entry, and how many it has; numbers count from 1.
        uint32 newest;
        uint32 entries;
    }

    /// @dev A revision, auditable from `effectiveEpoch` until the next newer one is.
    struct Entry {
        bytes32 root;
        uint64 leaves;
        uint64 sequence;
        uint32 effectiveEpoch;
        /// Number of the entry before it; 0 = none.
        uint32 older;
    }

    struct UnitList {
        uint64 first;
        uint64 last;
        uint64 count;
    }

    /// @dev A unit that an epoch's draw may hit.
    struct Target {
        uint128 agreementId;
        uint64 leaves;
        uint32 entry;
        /// Sum of the rates up to and including this one.
        uint256 ratesThrough;
    }

    error NotOrchestrator(address caller);
    /// @notice A unit without leaves has root 0, and only that one has.
    error RootInconsistent(bytes32 root, uint64 leaves);

    bytes32 public constant REVISION_TYPEHASH = keccak256("Revision(uint128 agreementId,bytes32 root,uint64 leaves,uint64 sequence)");

    /// @dev IAccessGrants: may co-sign revisions.
    uint8 private constant RIGHT_REVISION = 4;
    /// @dev Bounds what one transaction pays for epochs that others left behind.
    uint256 private constant CLOSING_STEPS = 8;

    IOrchestrator public immutable orchestrator;
    IRegistry public immutable registry;
    IAccessGrants public immutable grants;
    IRandomBeacon public immutable beacon;
    /// @notice Leaves to prove per provider and epoch.
    uint8 public immutable challenges;

    mapping(uint128 agreementId => Unit) private _units;
    mapping(uint128 agreementId => mapping(uint256 number => Entry)) private _entries;
    mapping(uint64 providerId => UnitList) private _lists;
    /// @dev No epoch before this one can still be audited; 0 until the first unit exists.
    uint32 private _openFrom;

    constructor(IOrchestrator orchestrator_, IRegistry registry_, IAccessGrants grants_, IRandomBeacon beacon_, uint8 challenges_)
        EIP712("Flashback", "1")
    {
        orchestrator = orchestrator_;
        registry = registry_;
        grants = grants_;
        beacon = beacon_;
        challenges = challenges_;
    }

    /// @inheritdoc IPossessionVerifier
    function commit(Revision calldata revision, bytes calldata consumerSignature, bytes calldata providerSignature) external {
        Agreement memory agreement = orchestrator.agreementOf(revision.agreementId);
        _requireLive(revision.agreementId, agreement.state);
        _requireSound(revision, agreement.capacityBytes);
        _requireSigned(revision, agreement, consumerSignature, providerSignature);

        uint32 effectiveEpoch = orchestrator.currentEpoch() + 1;
        if (_units[revision.agreementId].newest == 0) _append(revision.agreementId, agreement, effectiveEpoch);
        _closePast();
        _record(revision, effectiveEpoch);
        emit RevisionCommitted({
            agreementId: revision.agreementId,
            root: revision.root,
            leaves: revision.leaves,
            sequence: revision.sequence,
            effectiveEpoch: effectiveEpoch
        });

        if (agreement.state == AgreementState.Open) orchestrator.activate(revision.agreementId);
    }

    /// @inheritdoc IPossessionVerifier
    function audit(uint64 providerId, uint32 epoch, PossessionProof[] calldata proofs) external {
        bytes32 seed = _requireOpen(epoch);
        _closePast();
        (Target[] memory targets, uint256 count, bool anyPast) = _targetsOf(providerId, epoch);

        uint256 wanted = count == 0 ? 0 : challenges;
        if (proofs.length != wanted) revert ProofCountWrong({proofs: proofs.length, challenges: wanted});
        for (uint256 j = 0; j < wanted; ++j) {
            (Target memory target, uint64 index) = _draw(targets, count, seed, providerId, j);
            bytes32 root = _entries[target.agreementId][target.entry].root;
            if (!MerklePossession.holds(proofs[j], root, target.leaves, index)) {
                revert ProofInvalid({challenge: j, agreementId: target.agreementId, index: index});
            }
        }

        if (anyPast) _prune(providerId);
        emit Audited({providerId: providerId, epoch: epoch, challenges: uint8(wanted)});

        orchestrator.confirm(providerId, epoch);
    }

    /// @inheritdoc IPossessionVerifier
    function retire(uint128 agreementId) external {
        if (msg.sender != address(orchestrator)) revert NotOrchestrator({caller: msg.sender});
        _endAt(agreementId, 0);
    }

    /// @notice Takes over an end that a notice brought forward, or a terminal state whose `retire` did not get through. Anyone may call.
    function shorten(uint128 agreementId) external {
        Agreement memory agreement = orchestrator.agreementOf(agreementId);
        _endAt(agreementId, _isLive(agreement.state) ? agreement.endEpoch : 0);
    }

    /// @inheritdoc IPossessionVerifier
    /// @dev The same while the epoch can be audited; of longer past ones, units and revisions may be forgotten.
    function challengesOf(uint64 providerId, uint32 epoch) external view returns (uint128[] memory agreementIds, uint64[] memory indexes) {
        bytes32 seed = beacon.seedOf(epoch);
        if (seed == 0) revert NotSeeded({epoch: epoch});
        (Target[] memory targets, uint256 count,) = _targetsOf(providerId, epoch);

        uint256 wanted = count == 0 ? 0 : challenges;
        agreementIds = new uint128[](wanted);
        indexes = new uint64[](wanted);
        for (uint256 j = 0; j < wanted; ++j) {
            (Target memory target, uint64 index) = _draw(targets, count, seed, providerId, j);
            (agreementIds[j], indexes[j]) = (target.agreementId, index);
        }
    }

    /// @inheritdoc IPossessionVerifier
    function revisionOf(uint128 agreementId) external view returns (bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch) {
        Entry storage entry = _entries[agreementId][_units[agreementId].newest];
        return (entry.root, entry.leaves, entry.sequence, entry.effectiveEpoch);
    }

    /// @inheritdoc IPossessionVerifier
    function auditedRevisionOf(uint128 agreementId, uint32 epoch) external view returns (bytes32 root, uint64 leaves, uint64 sequence) {
        Entry storage entry = _entries[agreementId][_entryAt(agreementId, _units[agreementId].newest, epoch)];
        return (entry.root, entry.leaves, entry.sequence);
    }

    /// @inheritdoc IPossessionVerifier
    function unitsOf(uint64 providerId) external view returns (uint128[] memory agreementIds) {
        UnitList memory list = _lists[providerId];
        agreementIds = new uint128[](list.count);
        uint64 at = list.first;
        for (uint256 i = 0; i < list.count; ++i) {
            agreementIds[i] = _idOf(providerId, at);
            at = _units[agreementIds[i]].next;
        }
    }

    /// @notice When the audit of `epoch` closes: the audit window after its seed, which comes after its end. 0 while there is no seed.
    function auditClosesAt(uint32 epoch) public view returns (uint256 time) {
        uint256 seededAt = beacon.seededAtOf(epoch);
        return seededAt == 0 ? 0 : seededAt + orchestrator.auditWindowSeconds();
    }

    /// @notice EIP-712 digest that both sides sign.
    function hashRevision(Revision calldata revision) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(abi.encode(REVISION_TYPEHASH, revision.agreementId, revision.root, revision.leaves, revision.sequence))
            );
    }

    function _isLive(AgreementState state) private pure returns (bool) {
        return state == AgreementState.Open || state == AgreementState.Active || state == AgreementState.Notice;
    }

    function _requireLive(uint128 agreementId, AgreementState state) private pure {
        if (!_isLive(state)) revert AgreementNotLive({agreementId: agreementId});
    }

    function _requireSound(Revision calldata revision, uint64 capacityBytes) private view {
        uint64 capacityLeaves = capacityBytes / uint64(MerklePossession.LEAF_BYTES);
        if (revision.leaves > capacityLeaves) {
            revert LeavesAboveCapacity({leaves: revision.leaves, capacityLeaves: capacityLeaves});
        }
        if ((revision.leaves == 0) != (revision.root == 0)) {
            revert RootInconsistent({root: revision.root, leaves: revision.leaves});
        }
        uint64 current = _entries[revision.agreementId][_units[revision.agreementId].newest].sequence;
        if (revision.sequence <= current) {
            revert SequenceNotHigher({sequence: revision.sequence, current: current});
        }
    }

    function _requireSigned(
        Revision calldata revision,
        Agreement memory agreement,
        bytes calldata consumerSignature,
        bytes calldata providerSignature
    ) private view {
        bytes32 digest = hashRevision(revision);
        (address provider,,) = ECDSA.tryRecover(digest, providerSignature);
        address nodeKey = registry.nodeKeyOf(agreement.providerId);
        if (provider == address(0) || provider != nodeKey) {
            revert ProviderSignatureInvalid({recovered: provider, nodeKey: nodeKey});
        }
        (address signer,,) = ECDSA.tryRecover(digest, consumerSignature);
        bool signed = signer != address(0)
            && (signer == agreement.consumer || grants.allows(agreement.consumer, agreement.slaId, signer, RIGHT_REVISION));
        if (!signed) revert ConsumerSignatureInvalid({recovered: signer});
    }

    /// @dev The epoch has a seed and its window runs.
    function _requireOpen(uint32 epoch) private view returns (bytes32 seed) {
        seed = beacon.seedOf(epoch);
        if (seed == 0) revert NotSeeded({epoch: epoch});
        uint256 closedAt = auditClosesAt(epoch);
        if (block.timestamp > closedAt) revert AuditWindowClosed({epoch: epoch, closedAt: closedAt});
    }

    function _idOf(uint64 providerId, uint64 marketAndIndex) private pure returns (uint128 agreementId) {
        return uint128(providerId) << 64 | marketAndIndex;
    }

    function _append(uint128 agreementId, Agreement memory agreement, uint32 effectiveEpoch) private {
        UnitList storage list = _lists[agreement.providerId];
        if (list.count == 0) list.first = uint64(agreementId);
        else _units[_idOf(agreement.providerId, list.last)].next = uint64(agreementId);
        list.last = uint64(agreementId);
        ++list.count;
        _units[agreementId] = Unit({next: 0, rate: agreement.rate, until: agreement.endEpoch, newest: 0, entries: 0});
        if (_openFrom == 0) _openFrom = effectiveEpoch;
    }

    function _record(Revision calldata revision, uint32 effectiveEpoch) private {
        Unit storage unit = _units[revision.agreementId];
        Entry storage newest = _entries[revision.agreementId][unit.newest];
        if (unit.newest != 0 && newest.effectiveEpoch == effectiveEpoch) {
            // No epoch has begun with it yet.
            (newest.root, newest.leaves, newest.sequence) = (revision.root, revision.leaves, revision.sequence);
            return;
        }
        uint32 number = _spareEntry(revision.agreementId, unit);
        _entries[revision.agreementId][number] = Entry({
            root: revision.root, leaves: revision.leaves, sequence: revision.sequence, effectiveEpoch: effectiveEpoch, older: unit.newest
        });
        unit.newest = number;
    }

    /// @dev An entry that no open epoch needs, else a new one. In the rhythm of one revision per epoch three are used in turn.
    function _spareEntry(uint128 agreementId, Unit storage unit) private returns (uint32 number) {
        mapping(uint256 => Entry) storage entries = _entries[agreementId];
        uint32 needed = _entryAt(agreementId, unit.newest, _openFrom);
        number = entries[needed].older;
        if (needed == 0 || number == 0) return ++unit.entries;
        entries[needed].older = entries[number].older;
    }

    /// @dev Number of the newest entry that was effective when `epoch` began; 0 = none.
    function _entryAt(uint128 agreementId, uint32 newest, uint32 epoch) private view returns (uint32 number) {
        number = newest;
        while (number != 0 && _entries[agreementId][number].effectiveEpoch > epoch) {
            number = _entries[agreementId][number].older;
        }
    }

    /// @dev Ends the audits of a unit at `endEpoch`, but never of an epoch that has begun.
    function _endAt(uint128 agreementId, uint32 endEpoch) private {
        Unit storage unit = _units[agreementId];
        uint32 earliest = orchestrator.currentEpoch() + 1;
        uint32 until = endEpoch > earliest ? endEpoch : earliest;
        if (until < unit.until) unit.until = until;
    }

    /// @dev The units that the draw of `epoch` may hit, in order; and whether a unit was met that no open epoch needs.
    function _targetsOf(uint64 providerId, uint32 epoch) private view returns (Target[] memory targets, uint256 count, bool anyPast) {
        UnitList memory list = _lists[providerId];
        targets = new Target[](list.count);
        uint32 openFrom = _openFrom;
        uint256 rates;
        uint64 at = list.first;
        for (uint256 i = 0; i < list.count; ++i) {
            uint128 agreementId = _idOf(providerId, at);
            Unit memory unit = _units[agreementId];
            at = unit.next;
            if (unit.until <= openFrom) anyPast = true;
            if (unit.until <= epoch || unit.rate == 0) continue;
            uint32 number = _entryAt(agreementId, unit.newest, epoch);
            uint64 leaves = number == 0 ? 0 : _entries[agreementId][number].leaves;
            if (leaves == 0) continue;
            rates += unit.rate;
            targets[count++] = Target({agreementId: agreementId, leaves: leaves, entry: number, ratesThrough: rates});
        }
    }

    function _draw(Target[] memory targets, uint256 count, bytes32 seed, uint64 providerId, uint256 challenge)
        private
        pure
        returns (Target memory target, uint64 index)
    {
        uint256 drawn = MerklePossession.draw(seed, providerId, challenge);
        uint256 point = MerklePossession.pointOf(drawn, targets[count - 1].ratesThrough);
        uint256 hit;
        while (targets[hit].ratesThrough <= point) {
            ++hit;
        }
        target = targets[hit];
        index = MerklePossession.indexOf(drawn, target.leaves);
    }

    /// @dev Moves `_openFrom` past epochs that can no longer be audited.
    function _closePast() private {
        uint32 openFrom = _openFrom;
        if (openFrom == 0) return;
        uint32 from = openFrom;
        for (uint256 step = 0; step < CLOSING_STEPS && _isClosed(from); ++step) {
            ++from;
        }
        if (from != openFrom) _openFrom = from;
    }

    function _isClosed(uint32 epoch) private view returns (bool) {
        uint256 end = orchestrator.genesis() + (uint256(epoch) + 1) * orchestrator.epochSeconds();
        // Spares the question for the seed as long as the answer cannot matter.
        if (block.timestamp <= end + orchestrator.auditWindowSeconds()) return false;
        uint256 closesAt = auditClosesAt(epoch);
        return closesAt != 0 && block.timestamp > closesAt;
    }

    /// @dev Takes the units out of the list that no open epoch needs; the others keep their order.
    function _prune(uint64 providerId) private {
        UnitList memory list = _lists[providerId];
        UnitList memory kept;
        uint32 openFrom = _openFrom;
        uint64 at = list.first;
        for (uint256 i = 0; i < list.count; ++i) {
            Unit storage unit = _units[_idOf(providerId, at)];
            if (unit.until > openFrom) {
                if (kept.count == 0) kept.first = at;
                else if (_units[_idOf(providerId, kept.last)].next != at) _units[_idOf(providerId, kept.last)].next = at;
                kept.last = at;
                ++kept.count;
            }
            at = unit.next;
        }
        _lists[providerId] = kept;
    }
}
