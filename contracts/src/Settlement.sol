// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Finality} from "./Finality.sol";
import {ILedger, ISettlement} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {WordList} from "./lib/WordList.sol";

/// @title Settling, and taking money out
/// @notice Anyone may do it for anyone, since it pays only whom it is due.
abstract contract Settlement is ISettlement, Finality {
    using SafeERC20 for IERC20;

    /// @dev What is the same for all agreements of one provider and market that are settled together.
    struct Run {
        /// providerId << 16 | market: every agreement id begins with it.
        uint256 key;
        ProgressSlot.Progress progress;
        /// The first epoch that is not final, and the provider's confirmed seconds before it.
        uint256 bound;
        uint256 until;
        /// Where it ends among the agreements, and what it paid.
        uint256 to;
        uint256 paid;
        uint256 count;
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

        posted.finalBefore = uint24(_finalBy(posted));
        (posted.any, posted.epoch, posted.at) = (true, epoch, uint32(block.timestamp));
        _posted[number] = posted;
        emit RootRecorded({oracle: msg.sender, epoch: epoch, postedAt: uint32(block.timestamp)});
    }

    // ---------------------------------------------------------------- settling

    function settle(uint128 agreementId) external returns (uint256 paid) {
        (bool live, uint256 settlement) = _payIn(_runOf(agreementId >> 48), agreementId);
        if (!live) _wrongState(agreementId, _parties[agreementId].state);
        return _bill(agreementId, settlement);
    }

    function settleMany(uint128[] calldata agreementIds) external returns (uint256 paid) {
        uint256[] memory settlements = WordList.create(agreementIds.length);
        uint256 from = 0;
        while (from < agreementIds.length) {
            Run memory run = _settleRun(agreementIds, from, settlements);
            from = run.to;
            _announce(run, settlements);
            if (run.paid > 0) _earnings[run.key] += run.paid;
            paid += run.paid;
        }
    }

    function settleAndWithdraw(uint128[] calldata agreementIds) external returns (uint256 net) {
        uint256 length = agreementIds.length;
        if (length == 0) revert NothingToWithdraw({account: msg.sender});
        uint256[] memory settlements = WordList.create(length);
        Run memory run = _settleRun(agreementIds, 0, settlements);
        if (run.to < length) {
            revert EarningsMixed({agreementId: agreementIds[run.to], providerId: uint64(run.key >> 16), market: uint16(run.key)});
        }
        _announce(run, settlements);
        return _payOut(run.key, run.paid);
    }

    function _runOf(uint256 key) private view returns (Run memory run) {
        uint64 providerId = uint64(key >> 16);
        run.key = key;
        run.progress = _progressOf(providerId);
        run.bound = _silentBound(uint16(key));
        // Whether epochs after the newest confirmed one are final cannot matter.
        if (run.progress.newest >= run.bound) run.bound = _postedBound(uint16(key), run.bound);
        (bool exact, uint256 until) = _secondsBefore(providerId, run.progress, run.bound);
        // Where the count cannot be told nothing moves.
        if (exact) run.until = until;
    }

    /// @dev Settles those of one provider and market that stand together from `from` on.
    /// @param settlements takes a word for each that moved; long enough for all
    function _settleRun(uint128[] calldata agreementIds, uint256 from, uint256[] memory settlements) private returns (Run memory run) {
        run = _runOf(agreementIds[from] >> 48);
        (uint256 i, uint256 count, uint256 paid) = (from, 0, 0);
        // Amounts have 80 bits.
        unchecked {
            for (; i < agreementIds.length; ++i) {
                // A word that is no id ends the run, and is refused where the next one begins.
                uint256 agreementId = WordList.at(agreementIds, i);
                if (agreementId >> 48 != run.key) break;
                (bool live, uint256 settlement) = _payIn(run, agreementId);
                if (settlement > 0) {
                    WordList.put(settlements, count++, settlement);
                    paid += uint80(settlement >> 112);
                } else if (!live) {
                    _skip(uint128(agreementId));
                }
            }
        }
        (run.to, run.count, run.paid) = (i, count, paid);
    }

    /// @dev As `_pay`, of an agreement of the run's provider and market; in place, where its stream alone tells what is due: in every settlement
    /// but the first and the last, unless something is pending.
    function _payIn(Run memory run, uint256 agreementId) private returns (bool live, uint256 settlement) {
        StreamSlot.Place storage place = StreamSlot.placeOf(_streams, agreementId);
        uint256 stream = place.slot;
        if (!StreamSlot.isSteady(stream, run.bound)) return _pay(uint128(agreementId), run.progress, run.bound);
        (uint256 moved, uint256 paid, uint256 clock) = StreamSlot.paidUntil(stream, run.until);
        if (moved == stream) return (true, 0);

        assert(clock <= run.until);
        place.slot = moved;
        return (true, uint256(uint48(agreementId)) << 192 | paid << 112 | clock);
    }

    function _skip(uint128 agreementId) private {
        bytes memory reason = abi.encodeWithSelector(ILedger.WrongState.selector, agreementId, uint8(_parties[agreementId].state));
        emit SettleSkipped({agreementId: agreementId, reason: reason});
    }

    /// @dev One event for all that moved.
    function _announce(Run memory run, uint256[] memory settlements) private {
        if (run.count == 0) return;
        WordList.announce(settlements, run.count, SettledMany.selector, run.key >> 16, uint16(run.key));
    }

    // ---------------------------------------------------------------- taking money out

    // Nothing here is guarded against calls that come back: what is paid out was taken off the books before, and the payment is the last act.

    function withdrawEarnings(uint64 providerId, uint16 market) external returns (uint256 net) {
        return _payOut(uint256(providerId) << 16 | market, 0);
    }

    /// @dev Pays a provider's pool of one market and `earned`, which is not in it yet.
    function _payOut(uint256 key, uint256 earned) private returns (uint256 net) {
        uint16 market = uint16(key);
        Market memory known = _market(market);
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
        _markets[market].fees = uint80(waiting + fee);
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
