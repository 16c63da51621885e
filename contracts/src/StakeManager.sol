// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";

/// @title Stake that answers for agreements and for signatures
/// @notice Nobody owns it. What is committed leaves only by the Orchestrator's release, slash or award.
contract StakeManager is IStakeManager, ReentrancyGuard {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    struct Stake {
        uint128 free;
        uint128 committed;
        uint128 unbonding;
        uint32 readyAt;
    }

    uint256 private constant FUND_PERCENT = 30;
    uint256 private constant PROVER_PERCENT = 10;

    IRegistry public immutable registry;
    address public immutable orchestrator;
    address public immutable oracle;
    address public immutable fund;
    uint32 public immutable unbondingSeconds;

    mapping(uint64 id => mapping(address token => Stake)) private _stakes;
    /// @inheritdoc IStakeManager
    mapping(address account => mapping(address token => uint256 amount)) public override claimableOf;

    modifier onlyOrchestrator() {
        if (msg.sender != orchestrator) revert NotOrchestrator({caller: msg.sender});
        _;
    }

    constructor(address registry_, address orchestrator_, address oracle_, address fund_, uint32 unbondingSeconds_) {
        registry = IRegistry(registry_);
        orchestrator = orchestrator_;
        oracle = oracle_;
        fund = fund_;
        unbondingSeconds = unbondingSeconds_;
    }

    /// @inheritdoc IStakeManager
    function stake(uint64 id, address token, uint256 amount) external nonReentrant {
        // Reverts for an unknown id: nobody could ever take such a stake back.
        registry.ownerOf(id);

        // Counts what arrived, so that a token which keeps a fee cannot promise money that is not here.
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom({from: msg.sender, to: address(this), value: amount});
        uint256 received = IERC20(token).balanceOf(address(this)) - before;

        _stakes[id][token].free += received.toUint128();
        emit Staked({id: id, token: token, from: msg.sender, amount: received});
    }

    /// @inheritdoc IStakeManager
    function requestUnstake(uint64 id, address token, uint256 amount) external {
        if (msg.sender != registry.ownerOf(id)) revert NotOwner({id: id, caller: msg.sender});
        Stake storage held = _stakes[id][token];
        if (amount > held.free) revert StakeShort({id: id, token: token, wanted: amount, free: held.free});

        uint32 readyAt = (block.timestamp + unbondingSeconds).toUint32();
        held.free -= amount.toUint128();
        held.unbonding += amount.toUint128();
        held.readyAt = readyAt;
        emit UnstakeRequested({id: id, token: token, amount: amount, readyAt: readyAt});
    }

    /// @inheritdoc IStakeManager
    function unstake(uint64 id, address token) external nonReentrant returns (uint256 amount) {
        address owner = registry.ownerOf(id);
        Stake storage held = _stakes[id][token];
        amount = held.unbonding;
        if (amount == 0) revert NothingStaked({id: id});
        if (block.timestamp < held.readyAt) revert StillUnbonding({readyAt: held.readyAt});

        held.unbonding = 0;
        held.readyAt = 0;
        emit Unstaked({id: id, token: token, to: owner, amount: amount});

        IERC20(token).safeTransfer({to: owner, value: amount});
    }

    /// @inheritdoc IStakeManager
    function commit(uint64 id, address token, uint128 agreementId, uint256 amount) external onlyOrchestrator {
        Stake storage held = _stakes[id][token];
        (uint256 free, uint128 committed) = (held.free, held.committed);
        if (amount > free) revert StakeShort({id: id, token: token, wanted: amount, free: free});

        committed += uint128(amount);
        (held.free, held.committed) = (uint128(free - amount), committed);
        emit Committed({id: id, token: token, agreementId: agreementId, amount: amount});
    }

    /// @inheritdoc IStakeManager
    function release(uint64 id, address token, uint128 agreementId, uint256 amount) external onlyOrchestrator {
        Stake storage held = _committing(id, token, amount);

        held.committed -= uint128(amount);
        held.free += uint128(amount);
        emit Released({id: id, token: token, agreementId: agreementId, amount: amount});
    }

    /// @inheritdoc IStakeManager
    function slash(uint64 id, address token, uint128 agreementId, uint256 amount, address consumer, address prover)
        external
        onlyOrchestrator
        returns (uint256 toConsumer)
    {
        Stake storage held = _committing(id, token, amount);

        uint256 toFund = amount * FUND_PERCENT / 100;
        uint256 toProver = amount * PROVER_PERCENT / 100;
        toConsumer = amount - toFund - toProver;
        held.committed -= uint128(amount);
        claimableOf[consumer][token] += toConsumer;
        claimableOf[fund][token] += toFund;
        claimableOf[prover][token] += toProver;
        emit Slashed({id: id, token: token, agreementId: agreementId, toConsumer: toConsumer, toFund: toFund, toProver: toProver});
    }

    /// @inheritdoc IStakeManager
    function award(uint64 id, address token, uint128 agreementId, uint256 amount, address to) external onlyOrchestrator {
        Stake storage held = _committing(id, token, amount);

        held.committed -= uint128(amount);
        claimableOf[to][token] += amount;
        emit Awarded({id: id, token: token, agreementId: agreementId, to: to, amount: amount});
    }

    /// @inheritdoc IStakeManager
    function reuse(address account, address token, uint128 agreementId, uint256 amount) external onlyOrchestrator nonReentrant {
        uint256 claimable = claimableOf[account][token];
        if (amount > claimable) revert ClaimableShort({account: account, token: token, wanted: amount, claimable: claimable});

        claimableOf[account][token] = claimable - amount;
        emit Reused({account: account, token: token, agreementId: agreementId, amount: amount});

        IERC20(token).safeTransfer({to: orchestrator, value: amount});
    }

    /// @dev The stake, of which at least `amount` is committed.
    function _committing(uint64 id, address token, uint256 amount) private view returns (Stake storage held) {
        held = _stakes[id][token];
        if (amount > held.committed) revert CommittedShort({id: id, token: token, wanted: amount, committed: held.committed});
    }

    /// @inheritdoc IStakeManager
    function slashReporter(uint64 id, address token, uint256 amount, address prover) external returns (uint256 slashed) {
        if (msg.sender != oracle) revert NotOracle({caller: msg.sender});
        Stake storage held = _stakes[id][token];
        uint256 fromFree = amount < held.free ? amount : held.free;
        uint256 fromUnbonding = amount - fromFree < held.unbonding ? amount - fromFree : held.unbonding;
        slashed = fromFree + fromUnbonding;

        uint256 toProver = slashed / 2;
        held.free -= fromFree.toUint128();
        held.unbonding -= fromUnbonding.toUint128();
        claimableOf[fund][token] += slashed - toProver;
        claimableOf[prover][token] += toProver;
        emit Slashed({id: id, token: token, agreementId: 0, toConsumer: 0, toFund: slashed - toProver, toProver: toProver});
    }

    /// @inheritdoc IStakeManager
    function claim(address account, address token) external nonReentrant returns (uint256 amount) {
        amount = claimableOf[account][token];
        if (amount == 0) return 0;

        claimableOf[account][token] = 0;
        emit Claimed({account: account, token: token, amount: amount});

        IERC20(token).safeTransfer({to: account, value: amount});
    }

    /// @inheritdoc IStakeManager
    function bondedOf(uint64 id, address token) external view returns (uint256) {
        Stake storage held = _stakes[id][token];
        return uint256(held.free) + held.committed;
    }

    /// @inheritdoc IStakeManager
    function stakeOf(uint64 id, address token) external view returns (uint256 free, uint256 committed, uint256 unbonding, uint32 readyAt) {
        Stake storage held = _stakes[id][token];
        return (held.free, held.committed, held.unbonding, held.readyAt);
    }
}
