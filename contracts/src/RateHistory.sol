// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title What an agreement pays in which epoch, when its rate changes
/// @notice Reads only. The stream has the rate of what is settled next; the newest change has the other one, and of those before it only what
/// their epochs could earn together: no reading is longer for a longer history.
abstract contract RateHistory is Ledger {
    /// @dev The rate of `epoch`; of epochs before the newest change but one, that of the epochs behind them.
    function _rateIn(uint128 agreementId, uint256 streamRate, uint256 epoch) internal view returns (uint256) {
        Rates rates = _extras[agreementId].rates;
        if (rates == Rates.One) return streamRate;
        bool behind = epoch >= _changes[agreementId].fromEpoch;
        return behind == (rates == Rates.Changing) ? _changes[agreementId].rate : streamRate;
    }

    /// @dev What the epochs in [from, to) pay together if all are confirmed, each at its rate, rounded down once for each rate.
    function _payableIn(uint128 agreementId, uint256 streamRate, uint256 from, uint256 to) internal view returns (uint256 pay) {
        if (to <= from) return 0;
        uint256 turn = _extras[agreementId].rates == Rates.One ? 0 : _changes[agreementId].fromEpoch;
        if (turn <= from || turn >= to) return _payFor(_rateIn(agreementId, streamRate, from), to - from);
        return _payFor(_rateIn(agreementId, streamRate, from), turn - from) + _payFor(_rateIn(agreementId, streamRate, turn), to - turn);
    }

    function _payFor(uint256 rate, uint256 epochs) internal view returns (uint256) {
        return SettlementMath.payFor(uint96(rate), epochs * _epochSeconds);
    }

    /// @dev Where the rate changes, in confirmed seconds of the provider, if a change waits and takes effect before `bound`; else nowhere.
    /// @return exact false where it cannot be told: then nothing moves
    function _turnBefore(uint128 agreementId, ProgressSlot.Progress memory progress, uint256 bound)
        internal
        view
        returns (bool exact, uint256 turn, uint256 rate)
    {
        Change storage change = _changes[agreementId];
        if (_extras[agreementId].rates != Rates.Changing || change.fromEpoch >= bound) return (true, EVERYTHING, 0);
        (exact, turn) = _secondsBefore(_providerOf(agreementId), progress, change.fromEpoch);
        return (exact, turn, change.rate);
    }

    /// @dev Moves the stream in memory as `_advance` does, and at `turn` to another rate; it stays before that as long as money is short.
    function _advanceOver(StreamSlot.Stream memory stream, uint256 until, uint256 turn, uint256 rate) internal pure returns (uint256 pay) {
        pay = _advance(stream, _least(until, turn));
        if (stream.clock < turn) return pay;
        stream.rate = rate;
        pay += _advance(stream, until);
    }

    /// @dev Most that the stream can still pay: what is confirmed and not settled, and what can still be confirmed. Epochs are confirmed in order,
    /// so that a missed one before the newest confirmed earns nothing any more. The same whenever it is settled: what a settlement pays leaves
    /// both. More than any deposit where it cannot be told.
    function _dueOf(uint128 agreementId) internal view returns (uint256) {
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        uint256 next = _parties[agreementId].startEpoch;
        if (progress.confirmed > 0 && progress.newest >= next) {
            _recallClock(agreementId, stream, next, progress);
            next = progress.newest + 1;
        } else {
            stream.clock = EVERYTHING;
        }
        uint256 left = _secondsLeft(agreementId, stream.clock, progress, next, stream.endEpoch);
        uint256 earned = stream.rate * left + stream.frac;
        Change storage change = _changes[agreementId];
        if (_extras[agreementId].rates == Rates.Changing && change.fromEpoch < stream.endEpoch) {
            uint256 before = _secondsLeft(agreementId, stream.clock, progress, next, change.fromEpoch);
            if (before > left) return type(uint256).max;
            earned = stream.rate * before + change.rate * (left - before) + stream.frac;
        }
        return left > EVERYTHING ? type(uint256).max : earned >> 32;
    }

    /// @dev Seconds before the epoch `bound` that can still be paid: confirmed behind `clock`, or in an epoch from `next` on. More than
    /// EVERYTHING where it cannot be told.
    function _secondsLeft(uint128 agreementId, uint256 clock, ProgressSlot.Progress memory progress, uint256 next, uint256 bound)
        private
        view
        returns (uint256 left)
    {
        (bool exact, uint256 confirmed) = _secondsBefore(_providerOf(agreementId), progress, bound);
        if (!exact) return EVERYTHING + 1;
        if (confirmed > clock) left = confirmed - clock;
        if (next < bound) left += (bound - next) * _epochSeconds;
    }
}
