// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RateHistory} from "./RateHistory.sol";
import {IRateChanges, ISettlement} from "./interfaces/IOrchestrator.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title The one change of a rate that may wait
abstract contract RateRecord is RateHistory {
    /// @dev A change waits for at most so many epochs.
    uint256 internal constant CHANGE_EPOCHS_MAX = 90;

    /// @dev Notes that the rate is another from `fromEpoch` on; both sides agreed, and the epoch is one to come. While a change waits the stream's
    /// clock stands aside, so that who settles looks for it, and nobody else pays for looking.
    /// @param number one more than the changes that there were
    /// @return before the rate until then
    function _noteChange(uint128 agreementId, uint256 rate, uint256 fromEpoch, uint256 number) internal returns (uint256 before) {
        Extra storage extra = _extras[agreementId];
        // One whose epoch has come is no longer in the way once it is settled.
        if (extra.rates == Rates.Changing) ISettlement(address(this)).settle(agreementId);
        Change memory change = _changes[agreementId];
        if (extra.rates == Rates.Changing) {
            revert IRateChanges.ChangeWaits({agreementId: agreementId, fromEpoch: change.fromEpoch});
        }
        if (number != ++change.number) {
            revert IRateChanges.ChangeNumberWrong({agreementId: agreementId, number: number, next: change.number});
        }
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        before = stream.rate;
        if (rate == before) revert IRateChanges.RateUnchanged({agreementId: agreementId, rate: uint96(rate)});
        if (extra.rates == Rates.Changed) {
            _requirePenalised(agreementId, change.fromEpoch);
            uint256 earlier = change.earlier + _payFor(change.rate, change.fromEpoch - change.sinceEpoch);
            change.earlier = uint80(_least(earlier, type(uint80).max));
            change.sinceEpoch = change.fromEpoch;
        } else {
            change.sinceEpoch = _parties[agreementId].startEpoch;
        }
        (change.rate, change.fromEpoch) = (uint88(rate), uint24(fromEpoch));
        _changes[agreementId] = change;
        // Unless it stands there for a credit.
        if (extra.creditPending == 0) extra.clock = uint32(stream.clock);
        extra.rates = Rates.Changing;
        stream.clock = StreamSlot.UNKNOWN;
        _streams[agreementId] = StreamSlot.pack(stream);
        emit IRateChanges.RateChangeNoted({
            agreementId: agreementId, rate: uint96(rate), fromEpoch: uint32(fromEpoch), number: uint32(change.number)
        });
    }

    /// @dev No missed epoch before `bound`, all of which are over, still waits for its penalty: the rate that it goes by is about to be forgotten.
    function _requirePenalised(uint128 agreementId, uint256 bound) private view {
        uint256 next = _parties[agreementId].startEpoch;
        if (_extras[agreementId].penalisedThrough > next) next = _extras[agreementId].penalisedThrough;
        if (next >= bound) return;
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        (bool exact, uint256 through) = _confirmedBefore(_providerOf(agreementId), progress, bound);
        (, uint256 before) = _confirmedBefore(_providerOf(agreementId), progress, next);
        if (!exact || through - before != bound - next) {
            revert IRateChanges.MissesWait({agreementId: agreementId, fromEpoch: next, toEpoch: bound - 1});
        }
    }
}
