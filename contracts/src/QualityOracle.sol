// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IQualityOracle} from "./interfaces/IQualityOracle.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";

/// @title Quality roots and the reporters who sign them
/// @notice See IQualityOracle. The reporters of an epoch are those who had joined before it began: they sign its root, and neither a
/// later join nor a later leave changes its quorum. A reporter signs with the node key it had when it joined; to sign with another one
/// it leaves, waits one whole epoch, and joins again.
///
/// Only the newest six epochs' roots are kept, in storage that is used again: a breach is executed long before. The events tell the rest.
contract QualityOracle is IQualityOracle, EIP712 {
    struct Reporter {
        uint64 id;
        /// First epoch whose root it may sign.
        uint32 from;
        /// First epoch whose root it may no longer sign.
        uint32 until;
    }

    /// @dev All that posting a root needs besides its signers, in one slot.
    struct State {
        /// One more than the newest epoch with a root; 0 while there is none.
        uint24 afterNewest;
        /// Of each kept epoch, 20 bits in the lane epoch % KEPT: one more than the seconds from its end to its posting; 0 = not posted.
        uint120 delays;
        /// Reporters before epoch `firstChange`, from then on, and from epoch `lastChange` on.
        uint16 countBefore;
        uint24 firstChange;
        uint16 countBetween;
        uint24 lastChange;
        uint16 count;
    }

    error NotOwner(uint64 id, address caller);
    error TooFewReporters(uint256 reporters, uint256 minimum);
    /// @notice The id or its key still counts for an epoch whose root may be posted.
    error StillReporter(uint64 id, uint32 until);
    error StakeSufficient(uint64 id, uint256 staked);
    error EquivocationPunished(uint64 id, uint32 epoch);
    /// @notice Roots must be posted within an epoch and 12 days of its end, and be final within five epochs of it.
    error ScheduleUnfit(uint256 epochSeconds, uint256 qualityWindowSeconds, uint256 finalAfterSeconds);

    bytes32 public constant QUALITY_ROOT_TYPEHASH = keccak256("QualityRoot(uint32 epoch,bytes32 root,bytes32 recordsHash)");
    uint256 public constant REPORTERS_MINIMUM = 4;

    /// @dev IRegistry: kind of a reporter.
    uint8 private constant KIND_REPORTER = 16;
    uint32 private constant NEVER = type(uint32).max;
    /// @dev Epochs whose roots are kept: five until one is surely final, and the next.
    uint256 private constant KEPT = 6;
    uint256 private constant DELAY_BITS = 20;
    uint256 private constant DELAY_MAX = (1 << DELAY_BITS) - 1;

    IRegistry public immutable registry;
    IStakeManager public immutable stakeManager;
    IOrchestrator public immutable orchestrator;
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
    /// @dev Everyone who ever joined; for views.
    uint64[] private _ids;
    State private _state;
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

        if (_keys[id] == address(0)) _ids.push(id);
        _keys[id] = key;
        _reporters[key] = Reporter({id: id, from: epoch + 1, until: NEVER});
        _recount(epoch + 1, _state.count + 1);
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
    function post(uint32 epoch, bytes32 root, bytes32 recordsHash, bytes[] calldata signatures) external {
        uint256 end = _endOf(epoch);
        if (block.timestamp < end) revert EpochNotEnded({epoch: epoch});
        if (block.timestamp > end + _qualityWindowSeconds) revert PostingClosed({epoch: epoch});
        State memory state = _state;
        if (_postedAt(state, epoch) != 0) revert RootAlreadyPosted({epoch: epoch});
        uint256 wanted = _quorumOf(state, epoch);
        if (signatures.length < wanted) revert QuorumShort({signers: signatures.length, quorum: wanted});
        _requireSigned(epoch, hashRoot(epoch, root, recordsHash), signatures);

        _mark(state, epoch, block.timestamp - end + 1);
        _state = state;
        (_invertedRoots[epoch % KEPT], _records[epoch % KEPT]) = (~root, recordsHash);
        emit RootPosted({
            epoch: epoch,
            root: root,
            recordsHash: recordsHash,
            signers: signatures.length,
            finalAt: uint32(_finalAt(epoch, block.timestamp))
        });

        orchestrator.rootPosted(epoch);
    }

    /// @inheritdoc IQualityOracle
    function executeBreach(uint32 epoch, uint128 agreementId, uint16 creditBps, bytes32[] calldata proof) external {
        uint256 postedAt = _postedAt(_state, epoch);
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
        postedAt = uint32(_postedAt(_state, epoch));
        if (postedAt != 0) (root, recordsHash) = (~_invertedRoots[epoch % KEPT], _records[epoch % KEPT]);
    }

    /// @inheritdoc IQualityOracle
    function newestPosted() external view returns (bool any, uint32 epoch, uint32 postedAt) {
        State memory state = _state;
        if (state.afterNewest == 0) return (false, 0, 0);
        epoch = state.afterNewest - 1;
        return (true, epoch, uint32(_postedAt(state, epoch)));
    }

    /// @inheritdoc IQualityOracle
    /// @dev Those of the running epoch.
    function reporters() external view returns (uint64[] memory ids, address[] memory keys) {
        uint32 epoch = _currentEpoch();
        uint256 count = _countOf(_state, epoch);
        ids = new uint64[](count);
        keys = new address[](count);
        uint256 found;
        for (uint256 i = 0; i < _ids.length; ++i) {
            address key = _keys[_ids[i]];
            if (!_mayJudge(key, epoch)) continue;
            (ids[found], keys[found]) = (_ids[i], key);
            ++found;
        }
    }

    /// @inheritdoc IQualityOracle
    /// @dev Of the running epoch.
    function quorum() external view returns (uint256) {
        return _quorumOf(_state, _currentEpoch());
    }

    /// @notice Signatures that the root of `epoch` needs. Of epochs before the one that ended last, the number of reporters may be forgotten:
    /// their roots can no longer be posted.
    function quorumOf(uint32 epoch) external view returns (uint256) {
        return _quorumOf(_state, epoch);
    }

    /// @notice Whether `key` may sign the root of `epoch`.
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

    function _requireSigned(uint32 epoch, bytes32 digest, bytes[] calldata signatures) private view {
        address last = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            address key = _signerOf(digest, signatures[i]);
            if (!_mayJudge(key, epoch)) revert NotReporter({key: key});
            if (key <= last) revert SignersNotSorted({index: i});
            last = key;
        }
    }

    /// @dev Zero for a signature that is none; read where it lies, in calldata.
    function _signerOf(bytes32 digest, bytes calldata signature) private pure returns (address signer) {
        if (signature.length != 65) return address(0);
        (bytes32 r, bytes32 s) = (0, 0);
        uint8 v;
        assembly ("memory-safe") {
            r := calldataload(signature.offset)
            s := calldataload(add(signature.offset, 0x20))
            v := byte(0, calldataload(add(signature.offset, 0x40)))
        }
        (signer,,) = ECDSA.tryRecover(digest, v, r, s);
    }

    function _mayJudge(address key, uint32 epoch) private view returns (bool) {
        Reporter storage reporter = _reporters[key];
        return reporter.from <= epoch && epoch < reporter.until;
    }

    function _remove(uint64 id) private {
        address key = _keys[id];
        if (key == address(0) || _reporters[key].until != NEVER) revert NotReporter({key: key});
        uint32 until = _currentEpoch() + 1;
        _reporters[key].until = until;
        _recount(until, _state.count - 1);
        emit ReporterLeft({id: id, key: key});
    }

    /// @dev Free stake only: what is on its way out cannot be counted on for long, and what is committed answers for something else.
    function _stakeOf(uint64 id) private view returns (uint256 free) {
        (free,,,) = stakeManager.stakeOf(id, stakeToken);
    }

    function _quorumOf(State memory state, uint32 epoch) private pure returns (uint256) {
        uint256 count = _countOf(state, epoch);
        if (count < REPORTERS_MINIMUM) revert TooFewReporters({reporters: count, minimum: REPORTERS_MINIMUM});
        return 2 * count / 3 + 1;
    }

    /// @dev Changes take effect in the next epoch. So of two changes at least one lies after the newest epoch that has ended, and what was
    /// before them is its number.
    function _countOf(State memory state, uint32 epoch) private pure returns (uint256) {
        if (epoch >= state.lastChange) return state.count;
        return epoch >= state.firstChange ? state.countBetween : state.countBefore;
    }

    function _recount(uint32 fromEpoch, uint16 count) private {
        State memory state = _state;
        if (state.lastChange != fromEpoch) {
            (state.countBefore, state.firstChange) = (state.countBetween, state.lastChange);
            (state.countBetween, state.lastChange) = (state.count, SafeCast.toUint24(fromEpoch));
        }
        state.count = count;
        _state = state;
    }

    function _currentEpoch() private view returns (uint32) {
        return uint32((block.timestamp - _genesis) / _epochSeconds);
    }

    function _endOf(uint32 epoch) private view returns (uint256 time) {
        return _genesis + (uint256(epoch) + 1) * _epochSeconds;
    }

    /// @dev Not before the audits are over: whether the epoch is paid at all is known only then.
    function _finalAt(uint32 epoch, uint256 postedAt) private view returns (uint256 time) {
        uint256 quiet = postedAt + _finalitySeconds;
        uint256 audited = _endOf(epoch) + _auditWindowSeconds;
        return quiet > audited ? quiet : audited;
    }

    /// @dev 0 when no root of `epoch` is known, or none any more.
    function _postedAt(State memory state, uint32 epoch) private view returns (uint256 time) {
        if (epoch >= state.afterNewest || epoch + KEPT < state.afterNewest) return 0;
        uint256 delay = (state.delays >> _lane(epoch)) & DELAY_MAX;
        return delay == 0 ? 0 : _endOf(epoch) + delay - 1;
    }

    /// @dev Notes the posting of `epoch`. Quality windows do not overlap, so it is the newest one.
    function _mark(State memory state, uint32 epoch, uint256 delay) private pure {
        uint256 delays = state.delays;
        // What the lanes of epochs without a root still hold is of epochs KEPT or more before.
        uint256 from = state.afterNewest;
        if (from + KEPT <= epoch) (from, delays) = (epoch, 0);
        for (; from <= epoch; ++from) {
            delays &= ~(DELAY_MAX << _lane(from));
        }
        state.delays = uint120(delays | delay << _lane(epoch));
        state.afterNewest = SafeCast.toUint24(uint256(epoch) + 1);
    }

    function _lane(uint256 epoch) private pure returns (uint256 bits) {
        return epoch % KEPT * DELAY_BITS;
    }
}
