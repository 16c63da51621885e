// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Ledger} from "./Ledger.sol";
import {ILedger, ISettlement} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";

/// @title Settling, and taking money out
/// @notice Anyone may do it for anyone, since it pays only whom it is due.
abstract contract Settlement is ISettlement, Ledger {
    using SafeERC20 for IERC20;

    /// @dev What is the same for all agreements of one provider and market that are settled together.
    struct Run {
        /// providerId << 16 | market: every agreement id begins with it.
        uint256 key;
        ProgressSlot.Progress progress;
        /// The first epoch that is not final.
        uint256 bound;
        uint256 paid;
        uint256 count;
        uint256[] settlements;
    }

    function rootPosted(uint32 epoch) external {
        uint256 number = 0;
        Posted memory posted = _posted[0];
        while (posted.oracle != msg.sender) {
            if (posted.oracle == address(0)) revert ILedger.NotAuthorised({caller: msg.sender, wanted: address(0)});
            posted = _posted[++number];
        }
        if (epoch >= _currentEpoch()) revert EpochNotEnded({epoch: epoch});
        if (posted.any && epoch <= posted.epoch) revert RootNotNewer({epoch: epoch, newest: posted.epoch});

        (posted.any, posted.epoch, posted.at) = (true, epoch, uint32(block.timestamp));
        _posted[number] = posted;
        emit RootRecorded({oracle: msg.sender, epoch: epoch, postedAt: uint32(block.timestamp)});
    }

    // ---------------------------------------------------------------- settling

    function settle(uint128 agreementId) external returns (uint256 paid) {
        (bool live, uint256 settlement) = _pay(agreementId, _progressOf(_providerOf(agreementId)), _finalBound(_marketIdOf(agreementId)));
        if (!live) _wrongState(agreementId, _parties[agreementId].state);
        return _bill(agreementId, settlement);
    }

    function settleMany(uint128[] calldata agreementIds) external returns (uint256 paid) {
        uint256 from = 0;
        while (from < agreementIds.length) {
            Run memory run = _settleRun(agreementIds, from);
            from += run.settlements.length;
            _announce(run);
            if (run.paid > 0) _earnings[run.key] += run.paid;
            paid += run.paid;
        }
    }

    function settleAndWithdraw(uint128[] calldata agreementIds) external returns (uint256 net) {
        if (agreementIds.length == 0) revert NothingToWithdraw({account: msg.sender});
        Run memory run = _settleRun(agreementIds, 0);
        uint256 settled = run.settlements.length;
        if (settled < agreementIds.length) {
            revert EarningsMixed({agreementId: agreementIds[settled], providerId: uint64(run.key >> 16), market: uint16(run.key)});
        }
        _announce(run);
        return _payOut(run.key, run.paid);
    }

    /// @dev Settles those of one provider and market that stand together from `from` on; `settlements` has a word for each of them.
    function _settleRun(uint128[] calldata agreementIds, uint256 from) private returns (Run memory run) {
        uint256 key = agreementIds[from] >> 48;
        uint256 to = from + 1;
        while (to < agreementIds.length && agreementIds[to] >> 48 == key) to++;
        run.key = key;
        run.progress = _progressOf(uint64(key >> 16));
        run.bound = _finalBound(uint16(key));
        run.settlements = new uint256[](to - from);
        for (uint256 i = from; i < to; i++) {
            uint128 agreementId = agreementIds[i];
            (bool live, uint256 settlement) = _pay(agreementId, run.progress, run.bound);
            if (!live) {
                bytes memory reason = abi.encodeWithSelector(ILedger.WrongState.selector, agreementId, uint8(_parties[agreementId].state));
                emit SettleSkipped({agreementId: agreementId, reason: reason});
            }
            if (settlement == 0) continue;
            run.settlements[run.count++] = settlement;
            run.paid += uint80(settlement >> 112);
        }
    }

    /// @dev One event for all that moved.
    function _announce(Run memory run) private {
        uint256[] memory settlements = run.settlements;
        uint256 count = run.count;
        if (count == 0) return;
        assembly ("memory-safe") {
            mstore(settlements, count)
        }
        emit SettledMany({providerId: uint64(run.key >> 16), market: uint16(run.key), settlements: settlements});
    }

    // ---------------------------------------------------------------- taking money out

    // Nothing here is guarded against calls that come back: what is paid out was taken off the books before, and the payment is the last act.

    function withdrawEarnings(uint64 providerId, uint16 market) external returns (uint256 net) {
        return _payOut(uint256(providerId) << 16 | market, 0);
    }

    /// @dev Pays a provider's pool of one market and `earned`, which is not in it yet.
    function _payOut(uint256 key, uint256 earned) private returns (uint256 net) {
        uint16 market = uint16(key);
        Market storage known = _market(market);
        address payout = IRegistry(_registry).payoutOf(uint64(key >> 16));
        uint256 pooled = _earnings[key];
        uint256 gross = pooled + earned;
        if (gross == 0) revert NothingToWithdraw({account: payout});

        // Rounded down: a withdrawal, which anyone may trigger, never costs the payee more than its share. What does not fit into the 80 bits
        // of fees that nobody swept stays the payee's: nobody's withdrawal can be stopped by that.
        uint256 fee = SettlementMath.share(gross, known.feeBps);
        uint256 waiting = known.fees;
        if (waiting + fee > type(uint80).max) fee = type(uint80).max - waiting;
        net = gross - fee;
        if (pooled > 0) _earnings[key] = 0;
        known.fees = uint80(waiting + fee);
        emit EarningsWithdrawn({providerId: uint64(key >> 16), market: market, payout: payout, net: net, fee: fee});

        IERC20(known.token).safeTransfer({to: payout, value: net});
    }

    function withdrawRefund(address account, address token) external returns (uint256 amount) {
        amount = _refunds[account][token];
        if (amount == 0) revert NothingToWithdraw({account: account});

        _refunds[account][token] = 0;
        emit RefundWithdrawn({account: account, token: token, amount: amount});

        IERC20(token).safeTransfer({to: account, value: amount});
    }

    function sweepFees(uint16 market) external returns (uint256 amount) {
        Market storage known = _market(market);
        amount = known.fees;
        if (amount == 0) revert NothingToWithdraw({account: _fund});

        known.fees = 0;
        emit FeesSwept({market: market, fund: _fund, amount: amount});

        IERC20(known.token).safeTransfer({to: _fund, value: amount});
    }

    function earningsOf(uint64 providerId, uint16 market) external view returns (uint256) {
        return _earnings[uint256(providerId) << 16 | market];
    }

    function refundOf(address account, address token) external view returns (uint256) {
        return _refunds[account][token];
    }

    function feesOf(uint16 market) external view returns (uint256) {
        return _markets[market].fees;
    }
}
