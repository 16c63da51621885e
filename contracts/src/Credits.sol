// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Finality} from "./Finality.sol";
import {RateHistory} from "./RateHistory.sol";
import {ICredits, IProviderOrchestrator, IShortEpochs} from "./interfaces/IOrchestrator.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title What missed quality costs
/// @notice The market's oracle takes at most an epoch's pay, before it is settled, and never collateral.
abstract contract Credits is ICredits, RateHistory, Finality {
    function credit(uint128 agreementId, uint32 epoch, uint16 bps) external returns (uint256 amount) {
        _requireCaller(_posted[_marketIdOf(agreementId) >> MARKET_BITS].oracle);
        _requireLive(agreementId);
        if (bps > BPS) revert IProviderOrchestrator.CreditAboveEpoch({bps: bps});
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        Extra storage extra = _extras[agreementId];
        if (!_isCreditable(agreementId, progress, stream.endEpoch, epoch) || epoch < extra.creditedThrough) {
            revert IProviderOrchestrator.CreditOutsideWindow({agreementId: agreementId, epoch: epoch});
        }

        amount = SettlementMath.share(_unsettledPayOf(agreementId, progress, epoch), bps);
        extra.creditedThrough = uint24(epoch + 1);
        if (amount > 0) _owe(agreementId, extra, stream, amount);
        emit IProviderOrchestrator.Credited({agreementId: agreementId, epoch: epoch, bps: bps, amount: amount});
    }

    /// @dev The next pay owes the consumer `amount` more; as long as it owes anything, the clock stands aside.
    function _owe(uint128 agreementId, Extra storage extra, StreamSlot.Stream memory stream, uint256 amount) private {
        uint80 pending = extra.creditPending;
        extra.creditPending = pending + uint80(amount);
        if (pending > 0 || extra.rates == Rates.Changing) return;
        extra.clock = uint32(stream.clock);
        stream.clock = StreamSlot.UNKNOWN;
        _streams[agreementId] = StreamSlot.pack(stream);
    }

    /// @dev The epoch's root is posted and not final, and the epoch is paid for: confirmed, and one of the agreement's.
    function _isCreditable(uint128 agreementId, ProgressSlot.Progress memory progress, uint256 endEpoch, uint32 epoch)
        private
        view
        returns (bool)
    {
        uint16 market = _marketIdOf(agreementId);
        Posted storage posted = _posted[market >> MARKET_BITS];
        if (!posted.any || posted.epoch != epoch || epoch < _finalBound(market)) return false;
        return epoch >= _parties[agreementId].startEpoch && epoch < endEpoch && _isConfirmed(_providerOf(agreementId), progress, epoch);
    }

    /// @dev What `epoch` alone will pay: its rate times the seconds that it counts for, or less when the deposit runs out in it. The same whatever was
    /// settled before, so that nobody's settlement changes a credit.
    function _unsettledPayOf(uint128 agreementId, ProgressSlot.Progress memory progress, uint32 epoch) private view returns (uint256 pay) {
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        _recallClock(agreementId, stream, _parties[agreementId].startEpoch, progress);
        // The epoch is confirmed, so its word exists and the count is exact.
        (, uint256 until) = _secondsBefore(_providerOf(agreementId), progress, uint256(epoch) + 1);
        (bool exact, uint256 turn, uint256 rate) = _turnBefore(agreementId, progress, uint256(epoch) + 1);
        if (!exact) return 0;
        uint256 time = _epochSeconds;
        if (progress.shortened) time -= _lackingIn(_providerOf(agreementId), epoch);
        _advanceOver(stream, until - time, turn, rate);
        pay = _advanceOver(stream, until, turn, rate);
        uint256 whole = SettlementMath.payFor(uint96(stream.rate), time);
        if (pay > whole) pay = whole;
    }

    /// @dev The seconds that the epoch counts for less than its length.
    function _lackingIn(uint64 providerId, uint256 epoch) private view returns (uint256) {
        IShortEpochs short = IShortEpochs(address(this));
        return short.lackingBefore(providerId, epoch + 1) - short.lackingBefore(providerId, epoch);
    }
}
