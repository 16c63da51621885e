// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Agreement, AgreementState, PossessionProof, Revision} from "./interfaces/Types.sol";
import {MerklePossession} from "./lib/MerklePossession.sol";
import {Signatures} from "./lib/Signatures.sol";

/// @title Commitments and audits
/// @notice See IPossessionVerifier. Nobody owns it, nothing in it can be changed.
///
/// What an epoch's audit may draw is fixed when the epoch begins: a first revision makes its unit live from the next epoch on, a later
/// one replaces it from the next epoch on, and an end takes effect at an epoch that has not begun. Entries that an epoch still open for
/// audit needs are kept, however late its seed comes; only then is their storage used again.
///
/// Known limits. An audit walks all live units of its provider (about 2,700 gas each) to add up their rates. Units without leaves, or
/// with a rate of zero, are never drawn. While no seed is posted for an ended epoch nothing after it is tidied up; anyone may post it.
/// A unit holds less than 2^40 leaves (256 TiB), and at most 255 revisions that epochs still need.
contract PossessionVerifier is IPossessionVerifier, EIP712 {
    /// @dev One unit, one slot: all that a draw needs to know of a unit that it does not hit. Units of a provider form a list in order of
    /// activation, because the draw depends on that order.
    struct Unit {
        /// Market and index of the next unit of the same provider; meaningless in the last one.
        uint64 next;
        /// Weight in the draw: the agreement's rate when it was activated, 64.32 fixed point.
        uint96 rate;
        /// First epoch in which it is no longer audited.
        uint24 until;
        /// Of its newest entry: first epoch that audits it, leaves, and number; numbers count from 1.
        uint24 effectiveEpoch;
        uint40 leaves;
        uint8 newest;
    }

    /// @dev A revision, auditable from `effectiveEpoch` until the next newer one is. Two slots: an audit reads only the first.
    struct Entry {
        bytes32 root;
        uint64 sequence;
        uint40 leaves;
        uint24 effectiveEpoch;
        /// Number of the entry before it; 0 = none.
        uint8 older;
        /// In the newest entry: how many the unit has.
        uint8 entries;
    }

    struct UnitList {
        uint64 first;
        uint64 last;
        uint64 count;
    }

    /// @dev What an epoch's draw goes by. Each word of `units` is one unit that it may hit, from the highest bits down: 144 bits sum of the
    /// rates up to and including its own, 64 bits market and index, 40 bits leaves, 8 bits number of the entry.
    struct Urn {
        bytes32 seed;
        uint64 providerId;
        uint256[] units;
        /// Whether a unit was met that ended before the epoch.
        bool anyPast;
    }

    error NotOrchestrator(address caller);
    /// @notice A unit without leaves has root 0, and only that one has.
    error RootInconsistent(bytes32 root, uint64 leaves);
    /// @notice More epochs than a unit can keep revisions for wait to be closed: post their seeds.
    error RevisionsFull(uint128 agreementId, uint32 openFrom);

    bytes32 public constant REVISION_TYPEHASH = keccak256("Revision(uint128 agreementId,bytes32 root,uint64 leaves,uint64 sequence)");

    /// @dev IAccessGrants: may co-sign revisions.
    uint8 private constant RIGHT_REVISION = 4;
    /// @dev Bounds what one transaction pays for epochs that others left behind.
    uint256 private constant CLOSING_STEPS = 8;
    uint64 private constant LEAVES_MAX = type(uint40).max;

    IOrchestrator public immutable orchestrator;
    IRegistry public immutable registry;
    IAccessGrants public immutable grants;
    IRandomBeacon public immutable beacon;
    /// @notice Leaves to prove per provider and epoch.
    uint8 public immutable challenges;

    /// @dev The Orchestrator's calendar, which never changes.
    uint256 private immutable _genesis;
    uint256 private immutable _epochSeconds;
    uint256 private immutable _auditWindowSeconds;

    mapping(uint128 agreementId => Unit) private _units;
    mapping(uint128 agreementId => mapping(uint256 number => Entry)) private _entries;
    mapping(uint64 providerId => UnitList) private _lists;
    /// @dev No epoch before this one can still be audited; 0 until the first unit exists.
    uint32 private _openFrom;

    /// @param orchestrator_ is there already: its calendar is read once, here
    constructor(IOrchestrator orchestrator_, IRegistry registry_, IAccessGrants grants_, IRandomBeacon beacon_, uint8 challenges_)
        EIP712("Flashback", "1")
    {
        orchestrator = orchestrator_;
        registry = registry_;
        grants = grants_;
        beacon = beacon_;
        challenges = challenges_;
        _genesis = orchestrator_.genesis();
        _epochSeconds = orchestrator_.epochSeconds();
        _auditWindowSeconds = orchestrator_.auditWindowSeconds();
    }

    /// @inheritdoc IPossessionVerifier
    function commit(Revision calldata revision, bytes calldata consumerSignature, bytes calldata providerSignature) external {
        Agreement memory agreement = orchestrator.agreementOf(revision.agreementId);
        _requireLive(revision.agreementId, agreement.state);
        _requireSound(revision, agreement.capacityBytes);
        _requireSigned(revision, agreement, consumerSignature, providerSignature);

        uint24 effectiveEpoch = _nextEpoch();
        if (_units[revision.agreementId].newest == 0) _append(revision.agreementId, agreement, effectiveEpoch);
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
        Urn memory urn = _openUrn(providerId, epoch);
        uint256 wanted = _wantedOf(urn);
        if (proofs.length != wanted) revert ProofCountWrong({proofs: proofs.length, challenges: wanted});
        for (uint256 j = 0; j < wanted; ++j) {
            (uint128 agreementId, bytes32 root, uint64 leaves, uint64 index) = _challenge(urn, j);
            if (!MerklePossession.holds(proofs[j], root, leaves, index)) {
                revert ProofInvalid({challenge: j, agreementId: agreementId, index: index});
            }
        }
        _confirm(urn, epoch, wanted);
    }

    /// @inheritdoc IPossessionVerifier
    function auditCompact(uint64 providerId, uint32 epoch, bytes calldata proofs) external {
        Urn memory urn = _openUrn(providerId, epoch);
        uint256 wanted = _wantedOf(urn);
        (uint256 at, uint256 end) = MerklePossession.boundsOf(proofs);
        for (uint256 j = 0; j < wanted; ++j) {
            at = _requireShown(urn, j, at, end);
        }
        // Whatever follows the last proof was meant as one more.
        if (at != end) revert ProofCountWrong({proofs: wanted + 1, challenges: wanted});
        _confirm(urn, epoch, wanted);
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
        Urn memory urn = _urnOf(providerId, epoch, seed);
        uint256 wanted = _wantedOf(urn);
        agreementIds = new uint128[](wanted);
        indexes = new uint64[](wanted);
        for (uint256 j = 0; j < wanted; ++j) {
            (agreementIds[j],,, indexes[j]) = _draw(urn, j);
        }
    }

    /// @inheritdoc IPossessionVerifier
    function revisionOf(uint128 agreementId) external view returns (bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch) {
        Entry storage entry = _entries[agreementId][_units[agreementId].newest];
        return (entry.root, entry.leaves, entry.sequence, entry.effectiveEpoch);
    }

    /// @inheritdoc IPossessionVerifier
    function auditedRevisionOf(uint128 agreementId, uint32 epoch) external view returns (bytes32 root, uint64 leaves, uint64 sequence) {
        Unit memory unit = _units[agreementId];
        Entry storage entry = _entries[agreementId][_entryAt(agreementId, unit, epoch)];
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
        return seededAt == 0 ? 0 : seededAt + _auditWindowSeconds;
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
        if (capacityLeaves > LEAVES_MAX) capacityLeaves = LEAVES_MAX;
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
        address provider = Signatures.signerOf(digest, providerSignature);
        address nodeKey = registry.nodeKeyOf(agreement.providerId);
        if (!Signatures.isBy(nodeKey, provider, digest, providerSignature)) {
            revert ProviderSignatureInvalid({recovered: provider, nodeKey: nodeKey});
        }
        address consumer = agreement.consumer;
        address signer = Signatures.signerOf(digest, consumerSignature);
        bool signed = signer != address(0) && (signer == consumer || grants.allows(consumer, agreement.slaId, signer, RIGHT_REVISION));
        if (!signed && !Signatures.isByWallet(consumer, digest, consumerSignature)) revert ConsumerSignatureInvalid({recovered: signer});
    }

    /// @dev The epoch has a seed and its window runs.
    function _requireOpen(uint32 epoch) private view returns (bytes32 seed) {
        seed = beacon.seedOf(epoch);
        if (seed == 0) revert NotSeeded({epoch: epoch});
        // A seed comes after the end of its epoch: when it came matters only later than this.
        if (block.timestamp <= _endOf(epoch) + _auditWindowSeconds) return seed;
        uint256 closedAt = auditClosesAt(epoch);
        if (block.timestamp > closedAt) revert AuditWindowClosed({epoch: epoch, closedAt: closedAt});
    }

    function _idOf(uint64 providerId, uint64 marketAndIndex) private pure returns (uint128 agreementId) {
        return uint128(providerId) << 64 | marketAndIndex;
    }

    /// @dev The epoch whose audit is the first to see what happens now.
    function _nextEpoch() private view returns (uint24 epoch) {
        return SafeCast.toUint24((block.timestamp - _genesis) / _epochSeconds + 1);
    }

    /// @dev The first second that no longer belongs to `epoch`.
    function _endOf(uint32 epoch) private view returns (uint256 time) {
        return _genesis + (uint256(epoch) + 1) * _epochSeconds;
    }

    function _append(uint128 agreementId, Agreement memory agreement, uint24 effectiveEpoch) private {
        UnitList storage list = _lists[agreement.providerId];
        if (list.count == 0) list.first = uint64(agreementId);
        else _units[_idOf(agreement.providerId, list.last)].next = uint64(agreementId);
        list.last = uint64(agreementId);
        ++list.count;
        uint24 until = agreement.endEpoch > type(uint24).max ? type(uint24).max : uint24(agreement.endEpoch);
        Unit storage unit = _units[agreementId];
        (unit.rate, unit.until) = (agreement.rate, until);
        if (_openFrom == 0) _openFrom = effectiveEpoch;
    }

    function _record(Revision calldata revision, uint24 effectiveEpoch) private {
        Unit memory unit = _units[revision.agreementId];
        mapping(uint256 number => Entry) storage entries = _entries[revision.agreementId];
        Entry memory entry = Entry({
            root: revision.root,
            sequence: revision.sequence,
            leaves: uint40(revision.leaves),
            effectiveEpoch: effectiveEpoch,
            older: unit.newest,
            entries: entries[unit.newest].entries
        });
        if (unit.newest != 0 && unit.effectiveEpoch == effectiveEpoch) {
            // No epoch has begun with the newest one yet.
            entry.older = entries[unit.newest].older;
        } else {
            unit.newest = _spareEntry(revision.agreementId, unit, entry);
        }
        entries[unit.newest] = entry;
        (unit.effectiveEpoch, unit.leaves) = (effectiveEpoch, entry.leaves);
        _units[revision.agreementId] = unit;
    }

    /// @dev Number of an entry that no open epoch needs, else of a new one, which `entry` then counts. In the rhythm of one revision per
    /// epoch three are used in turn.
    function _spareEntry(uint128 agreementId, Unit memory unit, Entry memory entry) private returns (uint8 number) {
        uint32 openFrom = _closePast();
        mapping(uint256 number => Entry) storage entries = _entries[agreementId];
        uint8 needed = _entryAt(agreementId, unit, openFrom);
        number = entries[needed].older;
        if (needed != 0 && number != 0) {
            entries[needed].older = entries[number].older;
            return number;
        }
        if (entry.entries == type(uint8).max) revert RevisionsFull({agreementId: agreementId, openFrom: openFrom});
        return ++entry.entries;
    }

    /// @dev Number of the newest entry that was effective when `epoch` began; 0 = none.
    function _entryAt(uint128 agreementId, Unit memory unit, uint32 epoch) private view returns (uint8 number) {
        number = unit.newest;
        if (unit.effectiveEpoch <= epoch) return number;
        number = _entries[agreementId][number].older;
        while (number != 0 && _entries[agreementId][number].effectiveEpoch > epoch) {
            number = _entries[agreementId][number].older;
        }
    }

    /// @dev Ends the audits of a unit at `endEpoch`, but never of an epoch that has begun.
    function _endAt(uint128 agreementId, uint32 endEpoch) private {
        Unit storage unit = _units[agreementId];
        uint24 earliest = _nextEpoch();
        uint32 until = endEpoch > earliest ? endEpoch : earliest;
        if (until < unit.until) unit.until = uint24(until);
    }

    /// @dev The draw of an epoch that can be audited now.
    function _openUrn(uint64 providerId, uint32 epoch) private view returns (Urn memory urn) {
        return _urnOf(providerId, epoch, _requireOpen(epoch));
    }

    /// @dev The units that the draw of `epoch` may hit, in order.
    function _urnOf(uint64 providerId, uint32 epoch, bytes32 seed) private view returns (Urn memory urn) {
        UnitList memory list = _lists[providerId];
        uint256[] memory units = new uint256[](list.count);
        (urn.seed, urn.providerId, urn.units) = (seed, providerId, units);
        uint256 count;
        uint256 rates;
        uint64 at = list.first;
        for (uint256 i = 0; i < list.count; ++i) {
            Unit memory unit = _units[_idOf(providerId, at)];
            if (unit.until <= epoch) {
                urn.anyPast = true;
            } else if (unit.rate != 0) {
                (uint256 number, uint256 leaves) = (unit.newest, unit.leaves);
                if (unit.effectiveEpoch > epoch) (number, leaves) = _olderOf(_idOf(providerId, at), unit, epoch);
                if (leaves != 0) {
                    rates += unit.rate;
                    units[count++] = rates << 112 | uint256(at) << 48 | leaves << 8 | number;
                }
            }
            at = unit.next;
        }
        // The memory behind the last one stays unused.
        assembly ("memory-safe") {
            mstore(units, count)
        }
    }

    /// @dev Number and leaves of the revision that `epoch` audits, which is not the newest.
    function _olderOf(uint128 agreementId, Unit memory unit, uint32 epoch) private view returns (uint256 number, uint256 leaves) {
        number = _entryAt(agreementId, unit, epoch);
        if (number != 0) leaves = _entries[agreementId][number].leaves;
    }

    function _wantedOf(Urn memory urn) private view returns (uint256 wanted) {
        return urn.units.length == 0 ? 0 : challenges;
    }

    /// @dev What challenge `j` asks for: the leaf at `index` of the unit (root, leaves).
    function _challenge(Urn memory urn, uint256 j) private view returns (uint128 agreementId, bytes32 root, uint64 leaves, uint64 index) {
        uint256 entry;
        (agreementId, entry, leaves, index) = _draw(urn, j);
        root = _entries[agreementId][entry].root;
    }

    /// @dev The packed proof at byte `at` of calldata answers challenge `j`; `to` is the byte behind it.
    function _requireShown(Urn memory urn, uint256 j, uint256 at, uint256 end) private view returns (uint256 to) {
        (uint128 agreementId, bytes32 root, uint64 leaves, uint64 index) = _challenge(urn, j);
        bytes32 shownRoot;
        (uint256 shownLeaves, uint256 shownIndex) = (0, 0);
        (shownRoot, shownLeaves, shownIndex, to) = MerklePossession.shownByPacked(at, end);
        if (shownRoot != root || shownLeaves != leaves || shownIndex != index) {
            revert ProofInvalid({challenge: j, agreementId: agreementId, index: index});
        }
    }

    function _draw(Urn memory urn, uint256 j) private pure returns (uint128 agreementId, uint256 entry, uint64 leaves, uint64 index) {
        uint256[] memory units = urn.units;
        uint256 drawn = MerklePossession.draw(urn.seed, urn.providerId, j);
        uint256 last = units.length - 1;
        uint256 point = MerklePossession.pointOf(drawn, units[last] >> 112);
        // The first one whose rates reach beyond the point.
        uint256 hit = 0;
        while (hit < last) {
            uint256 middle = (hit + last) >> 1;
            if (units[middle] >> 112 > point) last = middle;
            else hit = middle + 1;
        }
        uint256 unit = units[hit];
        (agreementId, leaves, entry) = (_idOf(urn.providerId, uint64(unit >> 48)), uint40(unit >> 8), uint8(unit));
        index = MerklePossession.indexOf(drawn, leaves);
    }

    function _confirm(Urn memory urn, uint32 epoch, uint256 proven) private {
        if (urn.anyPast) _prune(urn.providerId);
        emit Audited({providerId: urn.providerId, epoch: epoch, challenges: uint8(proven)});

        orchestrator.confirm(urn.providerId, epoch);
    }

    /// @dev Moves `_openFrom` past epochs that can no longer be audited.
    function _closePast() private returns (uint32 from) {
        uint32 openFrom = _openFrom;
        from = openFrom;
        for (uint256 step = 0; step < CLOSING_STEPS && _isClosed(from); ++step) {
            ++from;
        }
        if (from != openFrom) _openFrom = from;
    }

    function _isClosed(uint32 epoch) private view returns (bool) {
        // Spares the question for the seed as long as the answer cannot matter.
        if (block.timestamp <= _endOf(epoch) + _auditWindowSeconds) return false;
        uint256 closesAt = auditClosesAt(epoch);
        return closesAt != 0 && block.timestamp > closesAt;
    }

    /// @dev Takes the units out of the list that no open epoch needs; the others keep their order.
    function _prune(uint64 providerId) private {
        UnitList memory list = _lists[providerId];
        UnitList memory kept;
        uint32 openFrom = _closePast();
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
        if (kept.count != list.count) _lists[providerId] = kept;
    }
}
