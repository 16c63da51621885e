// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IQualityOracle} from "./interfaces/IQualityOracle.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {Roster} from "./lib/Roster.sol";

/// @title Quality roots and the reporters who sign them
/// @notice See IQualityOracle. The reporters of an epoch are those who had joined before it began; where they are more than a committee,
/// the seed of the epoch before draws who signs its root. Neither a later join nor a later leave changes its quorum. A reporter signs with
/// the node key it had when it joined; to sign with another one it leaves, waits one whole epoch, and joins again.
///
/// Only the newest six epochs' roots are kept, in storage that is used again: a breach is executed long before. The events tell the rest.
contract QualityOracle is IQualityOracle, EIP712 {
    using Roster for uint256[];

    struct Reporter {
        uint64 id;
        /// First epoch whose root it may sign.
        uint32 from;
        /// First epoch whose root it may no longer sign.
        uint32 until;
    }

    /// @dev All that posting a root needs besides its signers, in one slot: `_load` and `_save` touch it once, where a struct in storage
    /// would be touched once for each member.
    struct State {
        /// One more than the newest epoch with a root; 0 while there is none. 24 bits.
        uint256 afterNewest;
        /// Of each kept epoch, 20 bits in the lane epoch % KEPT: one more than the seconds from its end to its posting; 0 = not posted.
        uint256 delays;
        /// Of each kept epoch, 8 bits: which of its committee signed, by ascending key.
        uint256 signed;
        /// First epoch that the newest roster judges. 24 bits.
        uint256 seatedFrom;
        /// How many rosters were ever written; the newest one's number. 24 bits.
        uint256 rosters;
    }

    error NotOwner(uint64 id, address caller);
    error TooFewReporters(uint256 reporters, uint256 minimum);
    error ReportersFull(uint256 maximum);
    /// @notice The id or its key still counts for an epoch whose root may be posted.
    error StillReporter(uint64 id, uint32 until);
    error StakeSufficient(uint64 id, uint256 staked);
    error EquivocationPunished(uint64 id, uint32 epoch);
    /// @notice Roots must be posted within an epoch and 12 days of its end, and be final within five epochs of it.
    error ScheduleUnfit(uint256 epochSeconds, uint256 qualityWindowSeconds, uint256 finalAfterSeconds);

    bytes32 public constant QUALITY_ROOT_TYPEHASH = keccak256("QualityRoot(uint32 epoch,bytes32 root,bytes32 recordsHash)");
    uint256 public constant REPORTERS_MINIMUM = 4;
    /// @notice Reporters that sign one epoch's root; where there are more, the seed of the epoch before draws them.
    uint256 public constant COMMITTEE = 7;
    uint256 public constant REPORTERS_MAXIMUM = 64;

    /// @dev IRegistry: kind of a reporter.
    uint8 private constant KIND_REPORTER = 16;
    uint32 private constant NEVER = type(uint32).max;
    /// @dev Epochs whose roots are kept: five until one is surely final, and the next.
    uint256 private constant KEPT = 6;
    uint256 private constant DELAY_BITS = 20;
    uint256 private constant DELAY_MAX = (1 << DELAY_BITS) - 1;
    uint256 private constant SIGNED_BITS = 8;
    uint256 private constant SIGNATURE_BYTES = 65;
    /// @dev Rosters before the newest that are remembered: changes take effect in the next epoch, and those of the running and the last
    /// two are still asked for. Of each, 24 bits of its number and 24 bits of its first epoch.
    uint256 private constant SEATINGS = 3;
    uint256 private constant SEATING_BITS = 48;
    uint256 private constant BITS_24 = (1 << 24) - 1;

    IRegistry public immutable registry;
    IStakeManager public immutable stakeManager;
    IOrchestrator public immutable orchestrator;
    IRandomBeacon public immutable beacon;
    address public immutable stakeToken;
    /// @notice Free stake a reporter needs, and what an equivocation costs it, units of the stake token.
    uint256 public immutable minimumStake;

    /// @dev The Orchestrator's calendar, which never changes.
    uint256 private immutable _genesis;
    uint256 private immutable _epochSeconds;
    uint256 private immutable _auditWindowSeconds;
    uint256 private immutable _qualityWindowSeconds;
    uint256 private immutable _finalitySeconds;

    mapping(address key => Reporter) private _reporters;
    mapping(uint64 id => address key) private _keys;
    uint256 private _state;
    /// @dev Newest first, from the lowest bits up.
    uint256 private _seatings;
    /// @dev By epoch % KEPT, every bit inverted: so the root of an epoch without breaches, 0, leaves the slot in use, and the next one
    /// costs a change and not a new slot.
    bytes32[KEPT] private _invertedRoots;
    bytes32[KEPT] private _records;
    mapping(uint64 id => mapping(uint32 epoch => bool)) private _punished;

    /// @param orchestrator_ is there already: its calendar is read once, here
    constructor(IRegistry registry_, IStakeManager stakeManager_, IOrchestrator orchestrator_, address stakeToken_, uint256 minimumStake_)
        EIP712("Flashback", "1")
    {
        registry = registry_;
        stakeManager = stakeManager_;
        orchestrator = orchestrator_;
        beacon = IRandomBeacon(orchestrator_.beacon());
        stakeToken = stakeToken_;
        minimumStake = minimumStake_;
        _genesis = orchestrator_.genesis();
        _epochSeconds = orchestrator_.epochSeconds();
        _auditWindowSeconds = orchestrator_.auditWindowSeconds();
        _qualityWindowSeconds = orchestrator_.qualityWindowSeconds();
        _finalitySeconds = orchestrator_.finalitySeconds();
        uint256 finalAfter = Math.max(_qualityWindowSeconds + _finalitySeconds, _auditWindowSeconds);
        bool unfit = _qualityWindowSeconds >= _epochSeconds || _qualityWindowSeconds >= DELAY_MAX;
        if (unfit || finalAfter > (KEPT - 1) * _epochSeconds) {
            revert ScheduleUnfit({epochSeconds: _epochSeconds, qualityWindowSeconds: _qualityWindowSeconds, finalAfterSeconds: finalAfter});
        }
    }

    /// @inheritdoc IQualityOracle
    function join(uint64 id) external {
        _requireOwner(id);
        address key = registry.nodeKeyOf(id);
        if (registry.kindsOf(id) & KIND_REPORTER == 0) revert NotReporter({key: key});
        uint256 staked = _stakeOf(id);
        if (staked < minimumStake) revert StakeTooSmall({id: id, staked: staked, wanted: minimumStake});
        uint32 epoch = _currentEpoch();
        _requireGone(_keys[id], epoch);
        _requireGone(key, epoch);

        uint256[] memory roster = _rosterOf(_load(), NEVER);
        if (roster.length == REPORTERS_MAXIMUM) revert ReportersFull({maximum: REPORTERS_MAXIMUM});
        _keys[id] = key;
        _reporters[key] = Reporter({id: id, from: epoch + 1, until: NEVER});
        _seat(epoch + 1, roster.with(Roster.word(id, key)));
        emit ReporterJoined({id: id, key: key});
    }

    /// @inheritdoc IQualityOracle
    function leave(uint64 id) external {
        _requireOwner(id);
        _remove(id);
    }

    /// @notice Takes a reporter out whose free stake fell below the minimum, effective from the next epoch. Anyone may call.
    function expel(uint64 id) external {
        uint256 staked = _stakeOf(id);
        if (staked >= minimumStake) revert StakeSufficient({id: id, staked: staked});
        _remove(id);
    }

    /// @inheritdoc IQualityOracle
    function rotate() external {
        uint32 current = _currentEpoch();
        if (current < 2) revert NotSilent({epoch: 0});
        uint32 last = current - 1;
        State memory state = _load();
        bool over = block.timestamp > _endOf(last) + _qualityWindowSeconds;
        if (!over || _postedAt(state, last) != 0 || _postedAt(state, last - 1) != 0) revert NotSilent({epoch: last});
        uint256[] memory before = _committeeOf(state, last - 1);
        uint256[] memory silent = _committeeOf(state, last);
        if (before.length < REPORTERS_MINIMUM || silent.length < REPORTERS_MINIMUM) revert NotSilent({epoch: last});
        uint256[] memory staying = _rosterOf(state, NEVER);
        uint256 count = staying.length;
        for (uint256 i = 0; i < silent.length; ++i) {
            // Who sat in both, and has not left since.
            if (_positionOf(before, Roster.keyOf(silent[i])) == before.length) continue;
            if (_reporters[Roster.keyOf(silent[i])].until != NEVER) continue;
            staying = staying.without(silent[i]);
            _retire(silent[i], current + 1);
        }
        if (staying.length == count) revert NotSilent({epoch: last});
        if (staying.length < REPORTERS_MINIMUM) {
            revert TooFewReporters({reporters: staying.length, minimum: REPORTERS_MINIMUM});
        }

        emit Rotated({epoch: last, reporters: count - staying.length});
        _seat(current + 1, staying);
    }

    /// @inheritdoc IQualityOracle
    function post(uint32 epoch, bytes32 root, bytes32 recordsHash, bytes calldata signatures) external {
        State memory state = _load();
        _requirePostable(state, epoch);
        uint256[] memory committee = _committeeOf(state, epoch);
        _requireQuorum(committee.length, signatures.length);
        uint256 signed = _signersIn(committee, hashRoot(epoch, root, recordsHash), signatures);

        _mark(state, epoch, block.timestamp - _endOf(epoch) + 1, signed);
        _save(state);
        (_invertedRoots[epoch % KEPT], _records[epoch % KEPT]) = (~root, recordsHash);
        emit RootPosted({
            epoch: epoch,
            root: root,
            recordsHash: recordsHash,
            signers: signatures.length / SIGNATURE_BYTES,
            finalAt: uint32(_finalAt(epoch, block.timestamp))
        });

        orchestrator.rootPosted(epoch);
    }

    /// @inheritdoc IQualityOracle
    function executeBreach(uint32 epoch, uint128 agreementId, uint16 creditBps, bytes32[] calldata proof) external {
        uint256 postedAt = _postedAt(_load(), epoch);
        if (postedAt == 0) revert RootUnknown({epoch: epoch});
        if (block.timestamp >= _finalAt(epoch, postedAt)) revert RootFinal({epoch: epoch});
        // Hashed twice, so that no inner node of the tree can pass for a leaf.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(epoch, agreementId, creditBps))));
        if (!MerkleProof.verifyCalldata(proof, ~_invertedRoots[epoch % KEPT], leaf)) {
            revert ProofInvalid({epoch: epoch, agreementId: agreementId});
        }

        uint256 amount = orchestrator.credit(agreementId, epoch, creditBps);
        emit BreachExecuted({epoch: epoch, agreementId: agreementId, creditBps: creditBps, amount: amount});
    }

    /// @inheritdoc IQualityOracle
    function proveEquivocation(
        uint32 epoch,
        bytes32 rootA,
        bytes32 recordsHashA,
        bytes calldata signatureA,
        bytes32 rootB,
        bytes32 recordsHashB,
        bytes calldata signatureB
    ) external {
        if (rootA == rootB && recordsHashA == recordsHashB) revert NoEquivocation();
        (address key,,) = ECDSA.tryRecover(hashRoot(epoch, rootA, recordsHashA), signatureA);
        (address keyB,,) = ECDSA.tryRecover(hashRoot(epoch, rootB, recordsHashB), signatureB);
        if (key != keyB) revert NoEquivocation();
        if (!_mayJudge(key, epoch)) revert NotReporter({key: key});
        uint64 id = _reporters[key].id;
        if (_punished[id][epoch]) revert EquivocationPunished({id: id, epoch: epoch});

        _punished[id][epoch] = true;
        if (_reporters[key].until == NEVER) _remove(id);
        emit Equivocated({id: id, epoch: epoch, prover: msg.sender});

        stakeManager.slashReporter(id, stakeToken, minimumStake, msg.sender);
    }

    /// @inheritdoc IQualityOracle
    /// @dev Of the six newest epochs with a root or without; all zero for older ones.
    function rootOf(uint32 epoch) external view returns (bytes32 root, bytes32 recordsHash, uint32 postedAt) {
        postedAt = uint32(_postedAt(_load(), epoch));
        if (postedAt != 0) (root, recordsHash) = (~_invertedRoots[epoch % KEPT], _records[epoch % KEPT]);
    }

    /// @inheritdoc IQualityOracle
    function newestPosted() external view returns (bool any, uint32 epoch, uint32 postedAt) {
        State memory state = _load();
        if (state.afterNewest == 0) return (false, 0, 0);
        epoch = uint32(state.afterNewest - 1);
        return (true, epoch, uint32(_postedAt(state, epoch)));
    }

    /// @inheritdoc IQualityOracle
    function reporters() external view returns (uint64[] memory ids, address[] memory keys) {
        return _split(_rosterOf(_load(), _currentEpoch()));
    }

    /// @inheritdoc IQualityOracle
    function committeeOf(uint32 epoch) external view returns (uint64[] memory ids, address[] memory keys) {
        return _split(_committeeOf(_load(), epoch));
    }

    /// @inheritdoc IQualityOracle
    function signersOf(uint32 epoch) external view returns (uint64[] memory ids, uint32 finalAt) {
        State memory state = _load();
        uint256 postedAt = _postedAt(state, epoch);
        if (postedAt == 0) return (ids, 0);
        finalAt = uint32(_finalAt(epoch, postedAt));
        uint256[] memory committee = _committeeOf(state, epoch);
        uint256 signed = state.signed >> _signedLane(epoch);
        ids = new uint64[](committee.length);
        uint256 count = 0;
        for (uint256 i = 0; i < committee.length; ++i) {
            uint64 id = Roster.idOf(committee[i]);
            if (signed >> i & 1 == 1 && !_punished[id][epoch]) ids[count++] = id;
        }
        assembly ("memory-safe") {
            mstore(ids, count)
        }
    }

    /// @inheritdoc IQualityOracle
    function quorum() external view returns (uint256) {
        return quorumOf(_currentEpoch());
    }

    /// @inheritdoc IQualityOracle
    function quorumOf(uint32 epoch) public view returns (uint256) {
        return _quorumOf(_committeeOf(_load(), epoch).length);
    }

    /// @notice Whether `key` is a reporter of `epoch`: drawn into its committee, it may sign its root.
    function isReporter(address key, uint32 epoch) external view returns (bool) {
        return _mayJudge(key, epoch);
    }

    /// @notice EIP-712 digest that reporters sign.
    function hashRoot(uint32 epoch, bytes32 root, bytes32 recordsHash) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(QUALITY_ROOT_TYPEHASH, epoch, root, recordsHash)));
    }

    function _requireOwner(uint64 id) private view {
        if (registry.ownerOf(id) != msg.sender) revert NotOwner({id: id, caller: msg.sender});
    }

    /// @dev A record is overwritten only when no root it may sign can be posted any more.
    function _requireGone(address key, uint32 epoch) private view {
        Reporter memory reporter = _reporters[key];
        if (reporter.id != 0 && reporter.until >= epoch) {
            revert StillReporter({id: reporter.id, until: reporter.until});
        }
    }

    function _requirePostable(State memory state, uint32 epoch) private view {
        uint256 end = _endOf(epoch);
        if (block.timestamp < end) revert EpochNotEnded({epoch: epoch});
        if (block.timestamp > end + _qualityWindowSeconds) revert PostingClosed({epoch: epoch});
        if (_postedAt(state, epoch) != 0) revert RootAlreadyPosted({epoch: epoch});
    }

    function _requireQuorum(uint256 size, uint256 signatureBytes) private pure {
        uint256 wanted = _quorumOf(size);
        uint256 count = signatureBytes / SIGNATURE_BYTES;
        if (signatureBytes % SIGNATURE_BYTES != 0) revert SignaturesMalformed({length: signatureBytes});
        if (count < wanted) revert QuorumShort({signers: count, quorum: wanted});
    }

    /// @dev One bit for each of the committee who signed. Both are sorted by key, so each is passed once.
    function _signersIn(uint256[] memory committee, bytes32 digest, bytes calldata signatures) private pure returns (uint256 signed) {
        uint256 at = 0;
        uint256 size = committee.length;
        // Offsets stay below the length of calldata, places below eight.
        unchecked {
            for (uint256 offset = 0; offset < signatures.length; offset += SIGNATURE_BYTES) {
                address key = _signerAt(digest, signatures, offset);
                while (at < size && Roster.keyOf(committee[at]) < key) ++at;
                bool next = at < size && Roster.keyOf(committee[at]) == key && signed >> at == 0;
                if (!next) {
                    if (_positionOf(committee, key) == size) revert NotReporter({key: key});
                    revert SignersNotSorted({index: offset / SIGNATURE_BYTES});
                }
                signed |= 1 << at;
            }
        }
    }

    /// @dev Zero for a signature that is none; read where it lies, in calldata.
    function _signerAt(bytes32 digest, bytes calldata signatures, uint256 offset) private pure returns (address signer) {
        (bytes32 r, bytes32 s) = (0, 0);
        uint8 v;
        assembly ("memory-safe") {
            let at := add(signatures.offset, offset)
            r := calldataload(at)
            s := calldataload(add(at, 0x20))
            v := byte(0, calldataload(add(at, 0x40)))
        }
        // The second encoding that every signature has is the same signer, who counts once.
        return ecrecover(digest, v, r, s);
    }

    /// @dev The length where it is not there.
    function _positionOf(uint256[] memory words, address key) private pure returns (uint256 at) {
        while (at < words.length && Roster.keyOf(words[at]) != key) ++at;
    }

    function _mayJudge(address key, uint32 epoch) private view returns (bool) {
        Reporter storage reporter = _reporters[key];
        return reporter.from <= epoch && epoch < reporter.until;
    }

    function _remove(uint64 id) private {
        address key = _keys[id];
        if (key == address(0) || _reporters[key].until != NEVER) revert NotReporter({key: key});
        uint32 until = _currentEpoch() + 1;
        uint256 word = Roster.word(id, key);
        _retire(word, until);
        _seat(until, _rosterOf(_load(), NEVER).without(word));
    }

    function _retire(uint256 word, uint32 until) private {
        _reporters[Roster.keyOf(word)].until = until;
        emit ReporterLeft({id: Roster.idOf(word), key: Roster.keyOf(word)});
    }

    /// @dev Free stake only: what is on its way out cannot be counted on for long, and what is committed answers for something else.
    function _stakeOf(uint64 id) private view returns (uint256 free) {
        (free,,,) = stakeManager.stakeOf(id, stakeToken);
    }

    function _quorumOf(uint256 count) private pure returns (uint256) {
        if (count < REPORTERS_MINIMUM) revert TooFewReporters({reporters: count, minimum: REPORTERS_MINIMUM});
        return 2 * count / 3 + 1;
    }

    /// @dev Who signs the root of `epoch`. Without the seed of the epoch before, nobody is drawn: a draw that could change would let the late
    /// poster of a seed choose between two.
    function _committeeOf(State memory state, uint32 epoch) private view returns (uint256[] memory) {
        uint256[] memory roster = _rosterOf(state, epoch);
        if (roster.length <= COMMITTEE) return roster;
        bytes32 seed = epoch == 0 ? bytes32(0) : beacon.seedOf(epoch - 1);
        if (epoch > 0 && seed == 0) revert SeedMissing({epoch: epoch - 1});
        return roster.draw(COMMITTEE, keccak256(abi.encode(address(this), epoch, seed)));
    }

    /// @dev The reporters of `epoch`; of the next one for NEVER. Of epochs before the last two they may be forgotten.
    function _rosterOf(State memory state, uint32 epoch) private view returns (uint256[] memory) {
        if (state.seatedFrom <= epoch) return Roster.read(address(this), state.rosters);
        uint256 seatings = _seatings;
        for (uint256 i = 0; i < SEATINGS; ++i) {
            if (seatings & BITS_24 <= epoch) return Roster.read(address(this), seatings >> 24 & BITS_24);
            seatings >>= SEATING_BITS;
        }
        return new uint256[](0);
    }

    /// @dev A roster for the next epoch, in the place of one that was written for it before.
    function _seat(uint32 from, uint256[] memory roster) private {
        State memory state = _load();
        if (state.seatedFrom != from) {
            _seatings = (_seatings << SEATING_BITS | state.rosters << 24 | state.seatedFrom) & ((1 << SEATINGS * SEATING_BITS) - 1);
            state.seatedFrom = SafeCast.toUint24(from);
        }
        state.rosters = SafeCast.toUint24(state.rosters + 1);
        _save(state);
        Roster.write(roster, state.rosters);
    }

    function _load() private view returns (State memory state) {
        uint256 word = _state;
        state.afterNewest = word & BITS_24;
        state.delays = word >> 24 & ((1 << 120) - 1);
        state.signed = word >> 144 & ((1 << 48) - 1);
        state.seatedFrom = word >> 192 & BITS_24;
        state.rosters = word >> 216;
    }

    function _save(State memory state) private {
        _state = state.afterNewest | state.delays << 24 | state.signed << 144 | state.seatedFrom << 192 | state.rosters << 216;
    }

    function _split(uint256[] memory words) private pure returns (uint64[] memory ids, address[] memory keys) {
        ids = new uint64[](words.length);
        keys = new address[](words.length);
        for (uint256 i = 0; i < words.length; ++i) {
            (ids[i], keys[i]) = (Roster.idOf(words[i]), Roster.keyOf(words[i]));
        }
    }

    function _currentEpoch() private view returns (uint32) {
        return uint32((block.timestamp - _genesis) / _epochSeconds);
    }

    function _endOf(uint32 epoch) private view returns (uint256 time) {
        // Times have 32 bits.
        unchecked {
            return _genesis + (uint256(epoch) + 1) * _epochSeconds;
        }
    }

    /// @dev Not before the audits are over: whether the epoch is paid at all is known only then.
    function _finalAt(uint32 epoch, uint256 postedAt) private view returns (uint256 time) {
        unchecked {
            uint256 quiet = postedAt + _finalitySeconds;
            uint256 audited = _endOf(epoch) + _auditWindowSeconds;
            return quiet > audited ? quiet : audited;
        }
    }

    /// @dev 0 when no root of `epoch` is known, or none any more.
    function _postedAt(State memory state, uint32 epoch) private view returns (uint256 time) {
        if (epoch >= state.afterNewest || epoch + KEPT < state.afterNewest) return 0;
        uint256 delay = (state.delays >> _lane(epoch)) & DELAY_MAX;
        return delay == 0 ? 0 : _endOf(epoch) + delay - 1;
    }

    /// @dev Notes the posting of `epoch`. Quality windows do not overlap, so it is the newest one.
    function _mark(State memory state, uint32 epoch, uint256 delay, uint256 signed) private pure {
        uint256 delays = state.delays;
        // What the lanes of epochs without a root still hold is of epochs KEPT or more before.
        uint256 from = state.afterNewest;
        if (from + KEPT <= epoch) (from, delays) = (epoch, 0);
        for (; from <= epoch; ++from) {
            delays &= ~(DELAY_MAX << _lane(from));
        }
        state.delays = delays | delay << _lane(epoch);
        // Read only where a delay says that there is a root.
        uint256 others = state.signed & ~(uint256(0xff) << _signedLane(epoch));
        state.signed = others | signed << _signedLane(epoch);
        state.afterNewest = SafeCast.toUint24(uint256(epoch) + 1);
    }

    function _lane(uint256 epoch) private pure returns (uint256 bits) {
        unchecked {
            return epoch % KEPT * DELAY_BITS;
        }
    }

    function _signedLane(uint256 epoch) private pure returns (uint256 bits) {
        unchecked {
            return epoch % KEPT * SIGNED_BITS;
        }
    }
}
