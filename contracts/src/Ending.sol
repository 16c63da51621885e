// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Finality} from "./Finality.sol";
import {IConsumerOrchestrator, IEnding, ILedger} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {AgreementState, SlaState} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title How agreements and SLAs end
/// @notice Either side gives notice; the rest anyone may do, when it is due. Every way out bills first what is confirmed.
/// @dev Nothing here is guarded against calls that come back: the modules are told last, after all effects.
abstract contract Ending is IEnding, Finality {
    /// @dev The beacon's fallback is due after seven days; a day more to use it.
    uint256 private constant SEED_PATIENCE = 8 days;

    function giveNotice(uint128 agreementId) external {
        _requireState(agreementId, AgreementState.Active);
        address consumer = _slaOf(agreementId).head.consumer;
        if (msg.sender != consumer && msg.sender != IRegistry(_registry).ownerOf(_providerOf(agreementId))) {
            revert ILedger.NotAuthorised({caller: msg.sender, wanted: consumer});
        }

        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        stream.endEpoch = _least(_epochAt(block.timestamp + _noticeSeconds) + 1, stream.endEpoch);
        _streams[agreementId] = StreamSlot.pack(stream);
        _parties[agreementId].state = AgreementState.Notice;
        emit IConsumerOrchestrator.NoticeGiven({agreementId: agreementId, by: msg.sender, endEpoch: uint32(stream.endEpoch)});
    }

    function end(uint128 agreementId) external {
        _requireLive(agreementId);
        uint256 endEpoch = StreamSlot.unpack(_streams[agreementId]).endEpoch;
        _requireBillable(agreementId, uint32(endEpoch - 1));

        _settleConfirmed(agreementId);
        SlaRecord storage record = _slaOf(agreementId);
        if (endEpoch < record.head.endEpoch) record.head.legsLost++;
        _refundAndClose(agreementId, record, AgreementState.Closed);
        _detach(agreementId);
    }

    function void_(uint128 agreementId) external {
        _requireState(agreementId, AgreementState.Open);
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        if (block.timestamp <= stream.frac) _tooEarly(stream.frac + 1);

        SlaRecord storage record = _slaOf(agreementId);
        record.head.legsLost++;
        _refundAndClose(agreementId, record, AgreementState.Void);
        _detach(agreementId);
    }

    function endSla(bytes32 slaId) external {
        SlaRecord storage record = _slaBy(slaId);
        if (record.head.state == SlaState.None) revert IConsumerOrchestrator.SlaUnknown({slaId: slaId});
        if (record.head.legsAlive > 0) revert IConsumerOrchestrator.LegsAlive({slaId: slaId, legsAlive: record.head.legsAlive});

        _follow(uint40(uint256(slaId)), record);
    }

    /// @dev Nothing of the agreement's epochs through `last` can still be confirmed, credited or disputed.
    function _requireBillable(uint128 agreementId, uint32 last) private view {
        if (_finalBound(_marketIdOf(agreementId)) <= last) {
            _tooEarly(_endOf(last) + _silenceSeconds(_marketIdOf(agreementId)));
        }
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        if (progress.confirmed > 0 && progress.newest >= last) return;
        // Without a seed the last epoch is delayed, not missed; without a beacon that answers, not for ever.
        uint256 patience = _endOf(last) + SEED_PATIENCE;
        if (block.timestamp <= patience && !_isAuditOver(last)) {
            _tooEarly(patience + 1);
        }
    }
}
