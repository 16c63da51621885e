// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Ledger} from "./Ledger.sol";
import {ILedger} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {SlaState} from "./interfaces/Types.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";

/// @title Markets, settling, and taking money out
/// @notice The governor only adds markets; everything else anyone may do for anyone, since it pays only whom it is due.
abstract contract Settlement is ILedger, Ledger {
    using SafeERC20 for IERC20;

    // ---------------------------------------------------------------- markets and epochs

    function createMarket(address token, uint16 feeBps, address oracle) external returns (uint16 market) {
        _requireCaller(_governor);
        if (feeBps > FEE_CAP_BPS) revert FeeAboveCap({feeBps: feeBps, capBps: FEE_CAP_BPS});
        if (token == address(0)) revert ConfigInvalid({field: "token"});
        if (oracle == address(0)) revert ConfigInvalid({field: "oracle"});

        market = ++_marketCount;
        _markets[market] = Market({token: token, feeBps: feeBps, oracle: oracle});
        _posted[oracle].isOracle = true;
        emit MarketCreated({market: market, token: token, feeBps: feeBps, oracle: oracle});
    }

    function marketOf(uint16 market) external view returns (address token, uint16 feeBps, address oracle) {
        Market storage known = _market(market);
        return (known.token, known.feeBps, known.oracle);
    }

    function currentEpoch() external view returns (uint32) {
        return _currentEpoch();
    }

    function finalEpoch(uint16 market) external view returns (bool any, uint32 epoch) {
        return _finalEpoch(_market(market).oracle);
    }

    function rootPosted(uint32 epoch) external {
        Posted storage posted = _posted[msg.sender];
        if (!posted.isOracle) revert NotAuthorised({caller: msg.sender, wanted: address(0)});
        if (epoch >= _currentEpoch()) revert EpochNotEnded({epoch: epoch});
        if (posted.any && epoch <= posted.epoch) revert RootNotNewer({epoch: epoch, newest: posted.epoch});

        posted.any = true;
        posted.epoch = epoch;
        posted.at = uint32(block.timestamp);
        emit RootRecorded({oracle: msg.sender, epoch: epoch, postedAt: uint32(block.timestamp)});
    }

    // ---------------------------------------------------------------- settling

    function settle(uint128 agreementId) external returns (uint256 paid) {
        Account storage account = _accounts[agreementId];
        _requireLive(agreementId, account);
        return _settleFinal(agreementId, account);
    }

    function settleMany(uint128[] calldata agreementIds) external returns (uint256 paid) {
        for (uint256 i = 0; i < agreementIds.length; i++) {
            uint128 agreementId = agreementIds[i];
            Account storage account = _accounts[agreementId];
            if (_isLive(account.party.state)) {
                paid += _settleFinal(agreementId, account);
            } else {
                bytes memory reason = abi.encodeWithSelector(WrongState.selector, agreementId, uint8(account.party.state));
                emit SettleSkipped({agreementId: agreementId, reason: reason});
            }
        }
    }

    // ---------------------------------------------------------------- taking money out

    function withdrawEarnings(uint64 providerId, uint16 market) external nonReentrant returns (uint256 net) {
        Market storage known = _market(market);
        address payout = IRegistry(_registry).payoutOf(providerId);
        uint256 key = _earningsKey(providerId, market);
        uint256 gross = _earnings[key];
        if (gross == 0) revert NothingToWithdraw({account: payout});

        // Rounded down: a withdrawal, which anyone may trigger, never costs the payee more than its share.
        uint256 fee = SettlementMath.share(gross, known.feeBps);
        net = gross - fee;
        _earnings[key] = 0;
        _fees[market] += fee;
        emit EarningsWithdrawn({providerId: providerId, market: market, payout: payout, net: net, fee: fee});

        IERC20(known.token).safeTransfer({to: payout, value: net});
    }

    function withdrawRefund(address account, address token) external nonReentrant returns (uint256 amount) {
        amount = _refunds[account][token];
        if (amount == 0) revert NothingToWithdraw({account: account});

        _refunds[account][token] = 0;
        emit RefundWithdrawn({account: account, token: token, amount: amount});

        IERC20(token).safeTransfer({to: account, value: amount});
    }

    function sweepFees(uint16 market) external nonReentrant returns (uint256 amount) {
        Market storage known = _market(market);
        amount = _fees[market];
        if (amount == 0) revert NothingToWithdraw({account: _fund});

        _fees[market] = 0;
        emit FeesSwept({market: market, fund: _fund, amount: amount});

        IERC20(known.token).safeTransfer({to: _fund, value: amount});
    }

    function earningsOf(uint64 providerId, uint16 market) external view returns (uint256) {
        return _earnings[_earningsKey(providerId, market)];
    }

    function refundOf(address account, address token) external view returns (uint256) {
        return _refunds[account][token];
    }

    function feesOf(uint16 market) external view returns (uint256) {
        return _fees[market];
    }

    function slaOf(bytes32 slaId)
        external
        view
        returns (
            SlaState state,
            address consumer,
            uint16 market,
            uint8 dataShards,
            uint8 legsAlive,
            uint88 reserve,
            uint128[] memory agreementIds
        )
    {
        SlaRecord storage record = _slas[slaId];
        return (
            record.head.state,
            record.head.consumer,
            record.head.market,
            record.head.dataShards,
            record.head.legsAlive,
            record.reserve,
            record.agreementIds
        );
    }

    // ---------------------------------------------------------------- deployed with

    function genesis() external view returns (uint32) {
        return _genesis;
    }

    function epochSeconds() external view returns (uint32) {
        return _epochSeconds;
    }

    function auditWindowSeconds() external view returns (uint32) {
        return _auditWindowSeconds;
    }

    function qualityWindowSeconds() external view returns (uint32) {
        return _qualityWindowSeconds;
    }

    function finalitySeconds() external view returns (uint32) {
        return _finalitySeconds;
    }

    function startSeconds() external view returns (uint32) {
        return _startSeconds;
    }

    function noticeSeconds() external view returns (uint32) {
        return _noticeSeconds;
    }

    function offerLifeSeconds() external view returns (uint32) {
        return _offerLifeSeconds;
    }

    function registry() external view returns (address) {
        return _registry;
    }

    function stakeManager() external view returns (address) {
        return _stakeManager;
    }

    function verifier() external view returns (address) {
        return _verifier;
    }

    function beacon() external view returns (address) {
        return _beacon;
    }

    function grants() external view returns (address) {
        return _grants;
    }

    function fund() external view returns (address) {
        return _fund;
    }

    function governor() external view returns (address) {
        return _governor;
    }
}
