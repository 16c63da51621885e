// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

import {IFeeSplitter} from "./interfaces/IFeeSplitter.sol";
import {IQualityOracle} from "./interfaces/IQualityOracle.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";

/// @title A quarter of the fees for who signs final roots
/// @notice See IFeeSplitter. Nobody owns it, nothing in it can be changed. Balance of each token = pot + owed + what is not split yet.
contract FeeSplitter is IFeeSplitter, ReentrancyGuard {
    using SafeERC20 for IERC20;

    /// @notice One part in this many goes to the signers.
    uint256 public constant SIGNERS_PART = 4;
    /// @notice Of each final root, one part in this many of the pot.
    uint256 public constant ROOT_PART = 8;

    IQualityOracle public immutable oracle;
    IRegistry public immutable registry;
    address public immutable fund;

    /// @inheritdoc IFeeSplitter
    mapping(address token => uint256 amount) public override potOf;
    /// @inheritdoc IFeeSplitter
    mapping(uint64 id => mapping(address token => uint256 amount)) public override owedOf;
    /// @inheritdoc IFeeSplitter
    mapping(uint32 epoch => mapping(address token => bool)) public override isRewarded;
    mapping(address token => uint256 amount) private _owed;

    constructor(IQualityOracle oracle_, IRegistry registry_, address fund_) {
        oracle = oracle_;
        registry = registry_;
        fund = fund_;
    }

    /// @inheritdoc IFeeSplitter
    function split(address token) external nonReentrant returns (uint256 toPot, uint256 toFund) {
        uint256 held = potOf[token] + _owed[token];
        uint256 balance = IERC20(token).balanceOf(address(this));
        if (balance <= held) revert NothingToSplit({token: token});

        toPot = (balance - held) / SIGNERS_PART;
        toFund = balance - held - toPot;
        potOf[token] += toPot;
        emit Split({token: token, toPot: toPot, toFund: toFund});

        IERC20(token).safeTransfer({to: fund, value: toFund});
    }

    /// @inheritdoc IFeeSplitter
    function reward(uint32 epoch, address token) external nonReentrant returns (uint256 each) {
        (uint64[] memory ids, uint32 finalAt) = oracle.signersOf(epoch);
        if (finalAt == 0 || block.timestamp < finalAt) revert RootNotFinal({epoch: epoch, finalAt: finalAt});
        if (isRewarded[epoch][token]) revert AlreadyRewarded({epoch: epoch, token: token});

        isRewarded[epoch][token] = true;
        // Whoever equivocated is not among them: with nobody left the part stays in the pot.
        if (ids.length > 0) each = potOf[token] / ROOT_PART / ids.length;
        potOf[token] -= each * ids.length;
        _owed[token] += each * ids.length;
        for (uint256 i = 0; i < ids.length; ++i) {
            owedOf[ids[i]][token] += each;
        }
        emit Rewarded({epoch: epoch, token: token, each: each, ids: ids});
    }

    /// @inheritdoc IFeeSplitter
    function claim(uint64 id, address token) external nonReentrant returns (uint256 amount) {
        amount = owedOf[id][token];
        if (amount == 0) revert NothingToClaim({id: id});
        address payout = registry.payoutOf(id);

        owedOf[id][token] = 0;
        _owed[token] -= amount;
        emit Claimed({id: id, token: token, payout: payout, amount: amount});

        IERC20(token).safeTransfer({to: payout, value: amount});
    }
}
