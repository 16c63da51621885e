// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IQualityOracle} from "./interfaces/IQualityOracle.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";

/// @title Quality roots and the reporters who sign them
/// @notice See IQualityOracle. The reporters of an epoch are those who had joined before it began: they sign its root, and neither a
/// later join nor a later leave changes its quorum. A reporter signs with the node key it had when it joined; to sign with another one
/// it leaves, waits one whole epoch, and joins again.
contract QualityOracle is IQualityOracle, EIP712 {
    using Checkpoints for Checkpoints.Trace224;

    struct Reporter {
        uint64 id;
        /// First epoch whose root it may sign.
        uint32 from;
        /// First epoch whose root it may no longer sign.
        uint32 until;
    }

    error NotOwner(uint64 id, address caller);
    error TooFewReporters(uint256 reporters, uint256 minimum);
    /// @notice The id or its key still counts for an epoch whose root may be posted.
    error StillReporter(uint64 id, uint32 until);
    error StakeSufficient(uint64 id, uint256 staked);
    error EquivocationPunished(uint64 id, uint32 epoch);

    bytes32 public constant QUALITY_ROOT_TYPEHASH = keccak256("QualityRoot(uint32 epoch,bytes32 root,bytes32 recordsHash)");
    uint256 public constant REPORTERS_MINIMUM = 4;

    /// @dev IRegistry: kind of a reporter.
    uint8 private constant KIND_REPORTER = 16;
    uint32 private constant NEVER = type(uint32).max;

    IRegistry public immutable registry;
    IStakeManager public immutable stakeManager;
    IOrchestrator public immutable orchestrator;
    address public immutable stakeToken;
    /// @notice Free stake a reporter needs, and what an equivocation costs it, units of the stake token.
    uint256 public immutable minimumStake;

    mapping(address key => Reporter) private _reporters;
    mapping(uint64 id => address key) private _keys;
    /// @dev Everyone who ever joined; for views.
    uint64[] private _ids;
    /// @dev Number of reporters by epoch.
    Checkpoints.Trace224 private _counts;

    mapping(uint256 epoch => bytes32) private _roots;
    mapping(uint256 epoch => bytes32) private _records;
    /// @dev Eight times of posting, 32 bits each, to a slot; the lowest bits for the lowest epoch.
    mapping(uint256 epochEighth => uint256 times) private _times;
    /// @dev One more than the newest epoch with a root; 0 while there is none.
    uint32 private _afterNewest;
    mapping(uint64 id => mapping(uint32 epoch => bool)) private _punished;

    constructor(IRegistry registry_, IStakeManager stakeManager_, IOrchestrator orchestrator_, address stakeToken_, uint256 minimumStake_)
        EIP712("Flashback", "1")
    {
        registry = registry_;
        stakeManager = stakeManager_;
        orchestrator = orchestrator_;
        stakeToken = stakeToken_;
        minimumStake = minimumStake_;
    }

    /// @inheritdoc IQualityOracle
    function join(uint64 id) external {
        _requireOwner(id);
        address key = registry.nodeKeyOf(id);
        if (registry.kindsOf(id) & KIND_REPORTER == 0) revert NotReporter({key: key});
        uint256 staked = _stakeOf(id);
        if (staked < minimumStake) revert StakeTooSmall({id: id, staked: staked, wanted: minimumStake});
        uint32 epoch = orchestrator.currentEpoch();
        _requireGone(_keys[id], epoch);
        _requireGone(key, epoch);

        if (_keys[id] == address(0)) _ids.push(id);
        _keys[id] = key;
        _reporters[key] = Reporter({id: id, from: epoch + 1, until: NEVER});
        _counts.push(epoch + 1, _counts.latest() + 1);
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
        if (block.timestamp > end + orchestrator.qualityWindowSeconds()) revert PostingClosed({epoch: epoch});
        if (_postedAt(epoch) != 0) revert RootAlreadyPosted({epoch: epoch});
        uint256 wanted = _quorumOf(epoch);
        if (signatures.length < wanted) revert QuorumShort({signers: signatures.length, quorum: wanted});
        _requireSigned(epoch, hashRoot(epoch, root, recordsHash), signatures);

        _roots[epoch] = root;
        _records[epoch] = recordsHash;
        _times[epoch >> 3] |= block.timestamp << _lane(epoch);
        bool newest = epoch >= _afterNewest;
        if (newest) _afterNewest = epoch + 1;
        emit RootPosted({
            epoch: epoch,
            root: root,
            recordsHash: recordsHash,
            signers: signatures.length,
            finalAt: uint32(_finalAt(epoch, block.timestamp))
        });

        if (newest) orchestrator.rootPosted(epoch);
    }

    /// @inheritdoc IQualityOracle
    function executeBreach(uint32 epoch, uint128 agreementId, uint16 creditBps, bytes32[] calldata proof) external {
        uint256 postedAt = _postedAt(epoch);
        if (postedAt == 0) revert RootUnknown({epoch: epoch});
        if (block.timestamp >= _finalAt(epoch, postedAt)) revert RootFinal({epoch: epoch});
        // Hashed twice, so that no inner node of the tree can pass for a leaf.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(epoch, agreementId, creditBps))));
        if (!MerkleProof.verifyCalldata(proof, _roots[epoch], leaf)) {
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
    function rootOf(uint32 epoch) external view returns (bytes32 root, bytes32 recordsHash, uint32 postedAt) {
        return (_roots[epoch], _records[epoch], uint32(_postedAt(epoch)));
    }

    /// @inheritdoc IQualityOracle
    function newestPosted() external view returns (bool any, uint32 epoch, uint32 postedAt) {
        if (_afterNewest == 0) return (false, 0, 0);
        epoch = _afterNewest - 1;
        return (true, epoch, uint32(_postedAt(epoch)));
    }

    /// @inheritdoc IQualityOracle
    /// @dev Those of the running epoch.
    function reporters() external view returns (uint64[] memory ids, address[] memory keys) {
        uint32 epoch = orchestrator.currentEpoch();
        uint256 count = _counts.upperLookupRecent(epoch);
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
        return _quorumOf(orchestrator.currentEpoch());
    }

    /// @notice Signatures that the root of `epoch` needs.
    function quorumOf(uint32 epoch) external view returns (uint256) {
        return _quorumOf(epoch);
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
            (address key,,) = ECDSA.tryRecover(digest, signatures[i]);
            if (!_mayJudge(key, epoch)) revert NotReporter({key: key});
            if (key <= last) revert SignersNotSorted({index: i});
            last = key;
        }
    }

    function _mayJudge(address key, uint32 epoch) private view returns (bool) {
        Reporter memory reporter = _reporters[key];
        return reporter.from <= epoch && epoch < reporter.until;
    }

    function _remove(uint64 id) private {
        address key = _keys[id];
        if (key == address(0) || _reporters[key].until != NEVER) revert NotReporter({key: key});
        uint32 until = orchestrator.currentEpoch() + 1;
        _reporters[key].until = until;
        _counts.push(until, _counts.latest() - 1);
        emit ReporterLeft({id: id, key: key});
    }

    /// @dev Free stake only: what is on its way out cannot be counted on for long, and what is committed answers for something else.
    function _stakeOf(uint64 id) private view returns (uint256 free) {
        (free,,,) = stakeManager.stakeOf(id, stakeToken);
    }

    function _quorumOf(uint32 epoch) private view returns (uint256) {
        uint256 count = _counts.upperLookupRecent(epoch);
        if (count < REPORTERS_MINIMUM) revert TooFewReporters({reporters: count, minimum: REPORTERS_MINIMUM});
        return 2 * count / 3 + 1;
    }

    function _endOf(uint32 epoch) private view returns (uint256 time) {
        return orchestrator.genesis() + (uint256(epoch) + 1) * orchestrator.epochSeconds();
    }

    /// @dev Not before the audits are over: whether the epoch is paid at all is known only then.
    function _finalAt(uint32 epoch, uint256 postedAt) private view returns (uint256 time) {
        uint256 quiet = postedAt + orchestrator.finalitySeconds();
        uint256 audited = _endOf(epoch) + orchestrator.auditWindowSeconds();
        return quiet > audited ? quiet : audited;
    }

    function _postedAt(uint32 epoch) private view returns (uint256 time) {
        return uint32(_times[epoch >> 3] >> _lane(epoch));
    }

    function _lane(uint32 epoch) private pure returns (uint256 bits) {
        return uint256(epoch & 7) * 32;
    }
}
