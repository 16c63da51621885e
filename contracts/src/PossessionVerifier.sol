// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {AgreementState, AgreementTerms, PossessionProof, Revision} from "./interfaces/Types.sol";
import {ChallengeUrn} from "./lib/ChallengeUrn.sol";
import {MerklePossession} from "./lib/MerklePossession.sol";
import {RevisionRules} from "./lib/RevisionRules.sol";
import {Signatures} from "./lib/Signatures.sol";
import {UnitLine} from "./lib/UnitLine.sol";

/// @title Commitments and audits
/// @notice See IPossessionVerifier. Nobody owns it, nothing in it can be changed.
///
/// What an epoch's audit may draw is fixed when the epoch begins, but for losses that come out while it runs, when nobody can know its
/// seed yet; each costs a collateral. A first revision makes its unit live from the next epoch on, a later
/// one replaces it from the next epoch on, and an end takes effect at an epoch that has not begun. Entries that an epoch still open for
/// audit needs are kept, however late its seed comes; only then is their storage used again.
///
/// What an audit costs does not grow with the units of its provider, but with the logarithm of their number, as long as ended and empty
/// ones do not take most of the draws: then it walks all of them (about 2,700 gas each). Audits that meet ended units give them up,
/// a few each; anyone may do more of that (`tidy`).
///
/// Known limits. Units without leaves, or with a rate of zero, are never drawn. While no seed is posted for an ended epoch nothing after
/// it is tidied up; anyone may post it. A unit holds less than 2^40 leaves (256 TiB), and at most 255 revisions that epochs still need.
contract PossessionVerifier is IPossessionVerifier, EIP712 {
    using RevisionRules for Revision;
    using UnitLine for UnitLine.Line;

    /// @dev One unit, one slot: where it stands, and what a draw or a revision asks of its newest entry.
    struct Unit {
        /// In the line of its provider, since it last moved; 0 = no unit.
        uint48 position;
        /// Of its newest entry: first epoch that audits it, leaves, and number; numbers count from 1.
        uint24 effectiveEpoch;
        uint40 leaves;
        uint8 newest;
        /// How its pieces are hashed, since its first revision.
        uint8 treeHash;
        /// First epoch whose audit passes the unit over because its bytes are lost; 0 = none.
        uint24 lostFrom;
        uint64 sequence;
        /// How many entries the unit has.
        uint8 entries;
        /// Of the entry before the newest: number and first epoch; 0 = none.
        uint8 older;
        uint24 olderEpoch;
    }

    /// @dev A revision, auditable from `effectiveEpoch` until the next newer one is. Two slots: an audit reads only the first. The second of a sole
    /// entry is not written: the unit says the same, and many units never have a second entry.
    struct Entry {
        bytes32 root;
        uint64 sequence;
        uint40 leaves;
        uint24 effectiveEpoch;
        /// Number of the entry before it; 0 = none.
        uint8 older;
    }

    error NotOrchestrator(address caller);
    /// @notice The chain has no SHA-256 at address 2: it is no EVM that this contract is safe on.
    error Sha256Missing();
    /// @notice More epochs than a unit can keep revisions for wait to be closed: post their seeds.
    error RevisionsFull(uint128 agreementId, uint32 openFrom);

    bytes32 public constant REVISION_TYPEHASH =
        keccak256("Revision(uint128 agreementId,bytes32 root,uint64 leaves,uint64 sequence,uint8 treeHash)");

    /// @dev IAccessGrants: may co-sign revisions.
    uint8 private constant RIGHT_REVISION = 4;
    /// @dev Bounds what one transaction pays for epochs that others left behind.
    uint256 private constant CLOSING_STEPS = 8;
    /// @dev Places that an audit gives up at most, and how many of them it may move.
    uint256 private constant TIDIED = 64;
    uint256 private constant MOVED = 4;

    IOrchestrator public immutable orchestrator;
    IRegistry public immutable registry;
    IAccessGrants public immutable grants;
    IRandomBeacon public immutable beacon;
    /// @notice Leaves to prove per provider and epoch.
    uint8 public immutable challenges;
    /// @notice Who says that a challenge was not answered: the TargetedChallenges of this deployment.
    address public immutable targeted;

    /// @dev The Orchestrator's calendar, which never changes.
    uint256 private immutable _genesis;
    uint256 private immutable _epochSeconds;
    uint256 private immutable _auditWindowSeconds;

    mapping(uint128 agreementId => Unit) private _units;
    mapping(uint128 agreementId => mapping(uint256 number => Entry)) private _entries;
    mapping(uint64 providerId => UnitLine.Line) private _lines;
    /// @dev No epoch before this one can still be audited; 0 until the first unit exists.
    uint32 private _openFrom;

    /// @param orchestrator_ is there already: its calendar is read once, here
    constructor(
        IOrchestrator orchestrator_,
        IRegistry registry_,
        IAccessGrants grants_,
        IRandomBeacon beacon_,
        uint8 challenges_,
        address targeted_
    ) EIP712("Flashback", "1") {
        // Elsewhere a call to nothing would succeed, and prove any leaf.
        if (sha256("") != 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855) revert Sha256Missing();
        orchestrator = orchestrator_;
        registry = registry_;
        grants = grants_;
        beacon = beacon_;
        challenges = challenges_;
        targeted = targeted_;
        _genesis = orchestrator_.genesis();
        _epochSeconds = orchestrator_.epochSeconds();
        _auditWindowSeconds = orchestrator_.auditWindowSeconds();
    }

    /// @inheritdoc IPossessionVerifier
    function commit(Revision calldata revision, bytes calldata consumerSignature, bytes calldata providerSignature) external {
        AgreementTerms memory agreement = _termsOf(revision.agreementId);
        Unit memory unit = _units[revision.agreementId];
        _requireLive(revision.agreementId, agreement.state);
        revision.requireSound(agreement.capacityBytes, unit.sequence);
        revision.requireTreeHash(unit.newest == 0 ? revision.treeHash : unit.treeHash);
        _requireSigned(revision, agreement, consumerSignature, providerSignature);

        uint24 effectiveEpoch = _nextEpoch();
        if (unit.newest == 0) unit.position = _append(revision.agreementId, agreement, effectiveEpoch);
        _record(revision, unit, effectiveEpoch);
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
        ChallengeUrn.Urn memory urn = _urnOf(providerId, epoch, _requireOpen(epoch));
        uint256 wanted = urn.found;
        if (proofs.length != wanted) revert ProofCountWrong({proofs: proofs.length, challenges: wanted});
        for (uint256 j = 0; j < wanted; ++j) {
            (uint128 agreementId, bytes32 root, uint64 leaves, uint64 index) = _challenge(urn, j);
            if (!MerklePossession.holds(proofs[j], root, leaves, index, _units[agreementId].treeHash)) {
                revert ProofInvalid({challenge: j, agreementId: agreementId, index: index});
            }
        }
        _confirm(urn, epoch, wanted);
    }

    /// @inheritdoc IPossessionVerifier
    function auditCompact(uint64 providerId, uint32 epoch, bytes calldata proofs) external {
        ChallengeUrn.Urn memory urn = _urnOf(providerId, epoch, _requireOpen(epoch));
        uint256 wanted = urn.found;
        (uint256 at, uint256 end) = MerklePossession.boundsOf(proofs);
        uint256 shown = 0;
        unchecked {
            for (uint256 j = 0; j < wanted; ++j) {
                if (MerklePossession.isAdmission(at, end)) {
                    _admit(urn, j, epoch);
                    ++at;
                } else {
                    at = _requireShown(urn, j, at, end);
                    ++shown;
                }
            }
        }
        // Whatever follows the last proof was meant as one more.
        if (at != end) revert ProofCountWrong({proofs: wanted + 1, challenges: wanted});
        _confirm(urn, epoch, shown);
    }

    /// @inheritdoc IPossessionVerifier
    function declareFault(uint128 agreementId, uint32 epoch) external returns (uint256 slashed) {
        uint64 providerId = uint64(agreementId >> 64);
        address owner = registry.ownerOf(providerId);
        if (msg.sender != owner) revert NotOwner({providerId: providerId, owner: owner, caller: msg.sender});
        uint32 running = _nextEpoch() - 1;
        if (epoch != running) revert FaultNotOfRunningEpoch({epoch: epoch, running: running});
        uint32 endEpoch = _termsOf(agreementId).endEpoch;
        if (epoch >= endEpoch) revert FaultTooLate({agreementId: agreementId, endEpoch: endEpoch});

        slashed = _lose(agreementId, epoch, msg.sender);
        emit FaultDeclared({agreementId: agreementId, epoch: epoch, slashed: slashed});
    }

    /// @inheritdoc IPossessionVerifier
    function breach(uint128 agreementId, uint32 epoch, address prover) external returns (uint256 slashed) {
        if (msg.sender != targeted) revert NotTargeted({caller: msg.sender});
        return _lose(agreementId, epoch, prover);
    }

    /// @inheritdoc IPossessionVerifier
    function retire(uint128 agreementId) external {
        if (msg.sender != address(orchestrator)) revert NotOrchestrator({caller: msg.sender});
        _endAt(agreementId, 0);
    }

    /// @notice Takes over an end that a notice brought forward, or a terminal state whose `retire` did not get through. Anyone may call.
    function shorten(uint128 agreementId) external {
        AgreementTerms memory agreement = _termsOf(agreementId);
        _endAt(agreementId, _isLive(agreement.state) ? agreement.endEpoch : 0);
    }

    /// @inheritdoc IPossessionVerifier
    function follow(uint128 agreementId) external {
        uint48 position = _units[agreementId].position;
        AgreementTerms memory agreement = _termsOf(agreementId);
        if (position == 0 || !_isLive(agreement.state)) return;
        (uint24 next, uint24 until) = (_nextEpoch(), _untilOf(agreement));
        uint256 rate = orchestrator.rateIn(agreementId, next);
        UnitLine.Line storage line = _lines[uint64(agreementId >> 64)];
        if (until <= next || line.isAt(position, rate, until)) return;
        line.cut(position, next);
        _units[agreementId].position = line.append(uint64(agreementId), rate, next, until);
    }

    /// @inheritdoc IPossessionVerifier
    function tidy(uint64 providerId, uint256 steps) external {
        _tidy(providerId, steps, steps);
    }

    /// @inheritdoc IPossessionVerifier
    /// @dev The same while the epoch can be audited; of longer past ones, units and revisions may be forgotten.
    function challengesOf(uint64 providerId, uint32 epoch) external view returns (uint128[] memory agreementIds, uint64[] memory indexes) {
        ChallengeUrn.Urn memory urn = _urnOf(providerId, epoch, _seedOf(epoch));
        agreementIds = new uint128[](urn.found);
        indexes = new uint64[](urn.found);
        for (uint256 j = 0; j < urn.found; ++j) {
            (agreementIds[j],,, indexes[j]) = ChallengeUrn.hitOf(urn, j);
        }
    }

    /// @inheritdoc IPossessionVerifier
    function revisionOf(uint128 agreementId) external view returns (bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch) {
        Unit memory unit = _units[agreementId];
        return (_entries[agreementId][unit.newest].root, unit.leaves, unit.sequence, unit.effectiveEpoch);
    }

    /// @inheritdoc IPossessionVerifier
    function auditedRevisionOf(uint128 agreementId, uint32 epoch) external view returns (bytes32 root, uint64 leaves, uint64 sequence) {
        Unit memory unit = _units[agreementId];
        uint8 number = _entryAt(agreementId, unit, epoch);
        Entry storage entry = _entries[agreementId][number];
        return number == unit.newest ? (entry.root, unit.leaves, unit.sequence) : (entry.root, entry.leaves, entry.sequence);
    }

    /// @inheritdoc IPossessionVerifier
    function treeHashOf(uint128 agreementId) external view returns (uint8 treeHash) {
        return _units[agreementId].treeHash;
    }

    /// @inheritdoc IPossessionVerifier
    function unitsOf(uint64 providerId) external view returns (uint128[] memory agreementIds) {
        UnitLine.Line storage line = _lines[providerId];
        uint32 openFrom = _firstOpen();
        uint256 at = openFrom < line.ends.headFrom ? line.ends.headBefore : line.ends.head;
        uint256 last = line.ends.tail;
        if (at == 0 || at > last) return agreementIds;
        agreementIds = new uint128[](last - at + 1);
        uint256 count;
        for (; at <= last; ++at) {
            uint256 place = line.places[at];
            uint128 id = _idOf(providerId, UnitLine.keyOf(place));
            if (UnitLine.untilOf(place) > openFrom && _units[id].position == at) agreementIds[count++] = id;
        }
        assembly ("memory-safe") {
            mstore(agreementIds, count)
        }
    }

    /// @notice When the audit of `epoch` closes: the audit window after its seed, which comes after its end. 0 while there is no seed.
    function auditClosesAt(uint32 epoch) public view returns (uint256 time) {
        uint256 seededAt = beacon.seededAtOf(epoch);
        return seededAt == 0 ? 0 : seededAt + _auditWindowSeconds;
    }

    /// @notice EIP-712 digest that both sides sign.
    function hashRevision(Revision calldata revision) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(REVISION_TYPEHASH, revision.agreementId, revision.root, revision.leaves, revision.sequence, revision.treeHash)
            )
        );
    }

    /// @dev Calls that several functions make stand here once: each copy costs a hundred bytes of code.
    function _termsOf(uint128 agreementId) private view returns (AgreementTerms memory) {
        return orchestrator.termsOf(agreementId);
    }

    function _nodeKeyOf(uint64 providerId) private view returns (address) {
        return registry.nodeKeyOf(providerId);
    }

    function _isLive(AgreementState state) private pure returns (bool) {
        return state == AgreementState.Open || state == AgreementState.Active || state == AgreementState.Notice;
    }

    function _requireLive(uint128 agreementId, AgreementState state) private pure {
        if (!_isLive(state)) revert AgreementNotLive({agreementId: agreementId});
    }

    function _requireSigned(
        Revision calldata revision,
        AgreementTerms memory agreement,
        bytes calldata consumerSignature,
        bytes calldata providerSignature
    ) private view {
        bytes32 digest = hashRevision(revision);
        address provider = Signatures.signerOf(digest, providerSignature);
        address nodeKey = _nodeKeyOf(uint64(revision.agreementId >> 64));
        if (!Signatures.isBy(nodeKey, provider, digest, providerSignature)) {
            revert ProviderSignatureInvalid({recovered: provider, nodeKey: nodeKey});
        }
        address consumer = agreement.consumer;
        address signer = Signatures.signerOf(digest, consumerSignature);
        bool signed = signer != address(0) && (signer == consumer || grants.allows(consumer, agreement.slaId, signer, RIGHT_REVISION));
        if (!signed && !Signatures.isByWallet(consumer, digest, consumerSignature)) revert ConsumerSignatureInvalid({recovered: signer});
    }

    function _seedOf(uint32 epoch) private view returns (bytes32 seed) {
        seed = beacon.seedOf(epoch);
        if (seed == 0) revert NotSeeded({epoch: epoch});
    }

    /// @dev The epoch has a seed and its window runs.
    function _requireOpen(uint32 epoch) private view returns (bytes32 seed) {
        seed = _seedOf(epoch);
        // A seed comes after the end of its epoch: when it came matters only later than this.
        unchecked {
            if (block.timestamp <= _endOf(epoch) + _auditWindowSeconds) return seed;
        }
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
        // Seconds and numbers of epochs have 32 bits.
        unchecked {
            return _genesis + (uint256(epoch) + 1) * _epochSeconds;
        }
    }

    function _append(uint128 agreementId, AgreementTerms memory agreement, uint24 effectiveEpoch) private returns (uint48 position) {
        position = _lines[uint64(agreementId >> 64)].append(uint64(agreementId), agreement.rate, effectiveEpoch, _untilOf(agreement));
        if (_openFrom == 0) _openFrom = effectiveEpoch;
    }

    function _untilOf(AgreementTerms memory agreement) private pure returns (uint24) {
        return agreement.endEpoch > type(uint24).max ? type(uint24).max : uint24(agreement.endEpoch);
    }

    function _record(Revision calldata revision, Unit memory unit, uint24 effectiveEpoch) private {
        mapping(uint256 number => Entry) storage entries = _entries[revision.agreementId];
        uint8 number = unit.newest;
        // Else no epoch has begun with the newest one yet: it is overwritten.
        if (number == 0 || unit.effectiveEpoch != effectiveEpoch) {
            if (unit.entries == 1) _describe(entries[number], unit);
            number = _spareEntry(revision.agreementId, unit);
            (unit.older, unit.olderEpoch) = (unit.newest, unit.effectiveEpoch);
        }
        entries[number].root = revision.root;
        (unit.effectiveEpoch, unit.leaves, unit.newest, unit.sequence) =
        (effectiveEpoch, uint40(revision.leaves), number, revision.sequence);
        unit.treeHash = revision.treeHash;
        if (unit.entries > 1) _describe(entries[number], unit);
        _units[revision.agreementId] = unit;
    }

    /// @dev The entry says what the unit says of it.
    function _describe(Entry storage entry, Unit memory unit) private {
        (entry.sequence, entry.leaves, entry.effectiveEpoch, entry.older) = (unit.sequence, unit.leaves, unit.effectiveEpoch, unit.older);
    }

    /// @dev Number of an entry that no open epoch needs, else of a new one, which `unit` then counts. In the rhythm of one revision per
    /// epoch three are used in turn.
    function _spareEntry(uint128 agreementId, Unit memory unit) private returns (uint8 number) {
        uint32 openFrom = _closePast();
        mapping(uint256 number => Entry) storage entries = _entries[agreementId];
        uint8 needed = _entryAt(agreementId, unit, openFrom);
        number = entries[needed].older;
        if (needed != 0 && number != 0) {
            entries[needed].older = entries[number].older;
            return number;
        }
        if (unit.entries == type(uint8).max) revert RevisionsFull({agreementId: agreementId, openFrom: openFrom});
        return ++unit.entries;
    }

    /// @dev Number of the newest entry that was effective when `epoch` began; 0 = none.
    function _entryAt(uint128 agreementId, Unit memory unit, uint32 epoch) private view returns (uint8 number) {
        if (unit.effectiveEpoch <= epoch) return unit.newest;
        number = unit.older;
        if (unit.olderEpoch <= epoch) return number;
        number = _entries[agreementId][number].older;
        while (number != 0 && _entries[agreementId][number].effectiveEpoch > epoch) {
            number = _entries[agreementId][number].older;
        }
    }

    /// @dev The audits pass the unit over from the running epoch on: its seed does not exist yet, so nobody can have looked what it would ask for.
    function _lose(uint128 agreementId, uint32 epoch, address prover) private returns (uint256 slashed) {
        _units[agreementId].lostFrom = _nextEpoch() - 1;
        return orchestrator.breach(agreementId, epoch, prover);
    }

    /// @dev Ends the audits of a unit at `endEpoch`, but never of an epoch that has begun.
    function _endAt(uint128 agreementId, uint32 endEpoch) private {
        uint48 position = _units[agreementId].position;
        if (position == 0) return;
        uint24 earliest = _nextEpoch();
        uint24 until = endEpoch > type(uint24).max ? type(uint24).max : uint24(endEpoch);
        _lines[uint64(agreementId >> 64)].cut(position, until > earliest ? until : earliest);
    }

    /// @dev Units drawn by rate among those that `epoch` audits: over all places first, and what hits none of them is passed over.
    function _urnOf(uint64 providerId, uint32 epoch, bytes32 seed) private view returns (ChallengeUrn.Urn memory urn) {
        (urn.seed, urn.providerId) = (seed, providerId);
        UnitLine.Line storage line = _lines[providerId];
        UnitLine.Window memory window = line.windowOf(epoch);
        if (window.high == window.low) return urn;
        uint256 wanted = challenges;
        (urn.hits, urn.draws) = (new uint256[](wanted), new uint256[](wanted));
        if (window.first == window.last) {
            ChallengeUrn.fillWith(urn, _auditedIn(urn, line.places[window.last], epoch));
            return urn;
        }
        uint256 tries = ChallengeUrn.triesFor(window.last - window.first + 1, wanted);
        uint256 draw = 0;
        for (; draw < tries && urn.found < wanted; ++draw) {
            uint256 drawn = MerklePossession.draw(seed, providerId, draw);
            uint256 point = window.low + MerklePossession.pointOf(drawn, window.high - window.low);
            uint256 hit = _auditedIn(urn, line.placeAt(window, point), epoch);
            if (hit != 0) ChallengeUrn.note(urn, hit, drawn);
        }
        if (urn.found < wanted) _walk(urn, line, window, epoch, draw);
    }

    /// @dev The rest of the challenges, from the draw `from` on, among the units alone that `epoch` audits.
    function _walk(ChallengeUrn.Urn memory urn, UnitLine.Line storage line, UnitLine.Window memory window, uint32 epoch, uint256 from)
        private
        view
    {
        // One word for each: 144 bits sum of the rates through it, and what a hit has.
        uint256[] memory units = new uint256[](window.last - window.first + 1);
        (uint256 count, uint256 rates, uint256 before) = (0, 0, window.low);
        for (uint256 at = window.first; at <= window.last; ++at) {
            uint256 place = line.places[at];
            uint256 hit = _auditedIn(urn, place, epoch);
            if (hit != 0) {
                rates += UnitLine.sumOf(place) - before;
                units[count++] = rates << 112 | hit;
            }
            before = UnitLine.sumOf(place);
        }
        if (rates == 0) return;
        for (; urn.found < challenges; ++from) {
            uint256 drawn = MerklePossession.draw(urn.seed, urn.providerId, from);
            uint256 hit = ChallengeUrn.hitIn(units, count, MerklePossession.pointOf(drawn, rates));
            ChallengeUrn.note(urn, uint112(hit), drawn);
        }
    }

    /// @dev What a hit of this place has; 0 when `epoch` does not audit it.
    function _auditedIn(ChallengeUrn.Urn memory urn, uint256 place, uint32 epoch) private view returns (uint256 hit) {
        if (UnitLine.untilOf(place) <= epoch) {
            urn.anyPast = true;
            return 0;
        }
        uint64 key = UnitLine.keyOf(place);
        uint128 agreementId = _idOf(urn.providerId, key);
        Unit storage unit = _units[agreementId];
        // Together, so that the slot is read once.
        (uint256 lostFrom, uint256 effectiveEpoch, uint256 number, uint256 leaves) =
            (unit.lostFrom, unit.effectiveEpoch, unit.newest, unit.leaves);
        if (lostFrom != 0 && lostFrom <= epoch) return 0;
        if (effectiveEpoch > epoch) (number, leaves) = _olderOf(agreementId, unit, epoch);
        if (leaves != 0) hit = uint256(key) << 48 | leaves << 8 | number;
    }

    /// @dev Number and leaves of the revision that `epoch` audits, which is not the newest.
    function _olderOf(uint128 agreementId, Unit storage unit, uint32 epoch) private view returns (uint256 number, uint256 leaves) {
        uint256 since;
        (number, since) = (unit.older, unit.olderEpoch);
        if (since > epoch) number = _entryAt(agreementId, unit, epoch);
        if (number != 0) leaves = _entries[agreementId][number].leaves;
    }

    /// @dev What challenge `j` asks for: the leaf at `index` of the unit (root, leaves).
    function _challenge(ChallengeUrn.Urn memory urn, uint256 j)
        private
        view
        returns (uint128 agreementId, bytes32 root, uint64 leaves, uint64 index)
    {
        uint256 entry;
        (agreementId, entry, leaves, index) = ChallengeUrn.hitOf(urn, j);
        root = _entries[agreementId][entry].root;
    }

    /// @dev The packed proof at byte `at` of calldata answers challenge `j`; `to` is the byte behind it.
    function _requireShown(ChallengeUrn.Urn memory urn, uint256 j, uint256 at, uint256 end) private view returns (uint256 to) {
        (uint128 agreementId, bytes32 root, uint64 leaves, uint64 index) = _challenge(urn, j);
        bytes32 shownRoot;
        (uint256 shownLeaves, uint256 shownIndex) = (0, 0);
        (shownRoot, shownLeaves, shownIndex, to) = MerklePossession.shownByPacked(at, end, _units[agreementId].treeHash);
        if (shownRoot != root || shownLeaves != leaves || shownIndex != index) {
            revert ProofInvalid({challenge: j, agreementId: agreementId, index: index});
        }
    }

    function _confirm(ChallengeUrn.Urn memory urn, uint32 epoch, uint256 proven) private {
        if (urn.anyPast) _tidy(urn.providerId, TIDIED, MOVED);
        emit Audited({providerId: urn.providerId, epoch: epoch, challenges: uint8(proven)});

        uint256 failures = urn.found - proven;
        if (failures == 0) orchestrator.confirm(urn.providerId, epoch);
        else orchestrator.confirmShort(urn.providerId, epoch, _lackingFor(urn.providerId, failures));
    }

    /// @dev The provider's node says that it cannot show what challenge `j` asks for: the agreement is breached, unless it is over.
    function _admit(ChallengeUrn.Urn memory urn, uint256 j, uint32 epoch) private {
        (uint128 agreementId,,, uint64 index) = ChallengeUrn.hitOf(urn, j);
        emit FailureAdmitted({agreementId: agreementId, epoch: epoch, index: index});
        if (_isLive(_termsOf(agreementId).state)) _lose(agreementId, epoch, msg.sender);
    }

    /// @dev Each failure takes one part of as many as leave nothing for the last but one: whatever share of the leaves is lost, an epoch then
    /// pays no more, on average, than the share that is left. Rounded up.
    function _lackingFor(uint64 providerId, uint256 failures) private view returns (uint32 lacking) {
        address nodeKey = _nodeKeyOf(providerId);
        if (msg.sender != nodeKey) revert NotNode({providerId: providerId, nodeKey: nodeKey, caller: msg.sender});
        uint256 parts = uint256(challenges) - 1;
        if (failures >= parts) revert TooManyAdmitted({admitted: failures, most: parts - 1});
        return uint32((_epochSeconds * failures + parts - 1) / parts);
    }

    /// @dev Moves `_openFrom` past epochs that can no longer be audited.
    function _closePast() private returns (uint32 openFrom) {
        openFrom = _firstOpen();
        if (openFrom != _openFrom) _openFrom = openFrom;
    }

    /// @dev The first epoch that may still be audited, as far as CLOSING_STEPS see.
    function _firstOpen() private view returns (uint32 from) {
        from = _openFrom;
        for (uint256 step = 0; step < CLOSING_STEPS && _isClosed(from); ++step) {
            ++from;
        }
    }

    function _isClosed(uint32 epoch) private view returns (bool) {
        // Spares the question for the seed as long as the answer cannot matter.
        if (block.timestamp <= _endOf(epoch) + _auditWindowSeconds) return false;
        uint256 closesAt = auditClosesAt(epoch);
        return closesAt != 0 && block.timestamp > closesAt;
    }

    /// @dev Gives up places at the front that no epoch to come needs. Nothing while an epoch is open that draws from the head before.
    function _tidy(uint64 providerId, uint256 steps, uint256 moves) private {
        UnitLine.Line storage line = _lines[providerId];
        if (line.ends.headFrom > _closePast()) return;
        (uint64[] memory moved, uint48 position) = line.advance(_nextEpoch(), steps, moves);
        for (uint256 i = 0; i < moved.length; ++i) {
            _units[_idOf(providerId, moved[i])].position = position++;
        }
    }
}
