// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RateRecord} from "./RateRecord.sol";
import {IConsumerOrchestrator, ILedger, IRateChanges} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {AgreementState, RateChange, Sla} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {Signatures} from "./lib/Signatures.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title Another rate for a running agreement, which both sides signed
/// @notice One at most waits. Nobody can take it back alone, and whoever likes may carry it here.
/// @dev Not guarded against calls that come back: wallets are asked by static calls, and the verifier is told last, after all effects.
abstract contract RateChanges is IRateChanges, RateRecord {
    /// @dev What the verifier gets to move a unit to another weight. It may fail: anyone can ask it again.
    uint256 private constant FOLLOW_GAS = 250_000;

    function changeRate(Sla calldata sla, RateChange calldata change, bytes calldata consumerSignature, bytes calldata providerSignature)
        external
    {
        uint128 agreementId = change.agreementId;
        _requireState(agreementId, AgreementState.Active);
        bytes32 slaId = Terms.digestOf(Terms.hashOf(sla));
        if (_slaIdOf(agreementId) != slaId) revert IConsumerOrchestrator.SlaMismatch({slaId: slaId});
        uint96 maximum = sla.maximumRate > 0 && sla.maximumRate < StreamSlot.RATE_MAX ? sla.maximumRate : uint96(StreamSlot.RATE_MAX);
        if (change.rate > maximum) revert IConsumerOrchestrator.RateAboveMandate({rate: change.rate, maximum: maximum});
        _requireBothSigned(change, sla.consumer, consumerSignature, providerSignature);
        _requireComing(agreementId, change.fromEpoch);

        uint256 rate = _noteChange(agreementId, change.rate, change.fromEpoch, change.number);
        if (_parties[agreementId].refundsPayer && change.rate > rate) {
            revert RateAbovePayers({agreementId: agreementId, rate: change.rate, maximum: uint96(rate)});
        }
        uint256 deposit = StreamSlot.unpack(_streams[agreementId]).deposit;
        uint256 due = _dueOf(agreementId);
        if (due > deposit) revert IConsumerOrchestrator.FundsShort({wanted: due, available: deposit});

        // From the next epoch on the unit has its new weight at once; otherwise whoever asks the verifier when it is time.
        if (change.fromEpoch == _currentEpoch() + 1) {
            try IPossessionVerifier(_verifier).follow{gas: FOLLOW_GAS}(agreementId) {} catch {}
        }
    }

    /// @dev An epoch of the agreement that has not begun, and not so far away that a change could block others for long.
    function _requireComing(uint128 agreementId, uint32 fromEpoch) private view {
        uint256 earliest = uint256(_currentEpoch()) + 1;
        uint256 latest = _least(earliest + CHANGE_EPOCHS_MAX - 1, StreamSlot.unpack(_streams[agreementId]).endEpoch - 1);
        if (fromEpoch < earliest || fromEpoch > latest) {
            revert ChangeOutsideEpochs({agreementId: agreementId, fromEpoch: fromEpoch, earliest: earliest, latest: latest});
        }
    }

    /// @dev The consumer itself, no key that acts for it; and the key that signs the provider's offers.
    function _requireBothSigned(
        RateChange calldata change,
        address consumer,
        bytes calldata consumerSignature,
        bytes calldata providerSignature
    ) private view {
        bytes32 digest = Terms.digestOf(Terms.hashOf(change));
        _requireSignedBy(change.agreementId, consumer, digest, consumerSignature);
        _requireSignedBy(change.agreementId, IRegistry(_registry).nodeKeyOf(_providerOf(change.agreementId)), digest, providerSignature);
    }

    function _requireSignedBy(uint128 agreementId, address account, bytes32 digest, bytes calldata signature) private view {
        address recovered = Signatures.signerOf(digest, signature);
        if (!Signatures.isBy(account, recovered, digest, signature)) {
            revert ChangeSignatureInvalid({agreementId: agreementId, recovered: recovered, wanted: account});
        }
    }

    function settleChanging(uint128 agreementId, uint256 bound) external returns (uint256 settlement) {
        _requireCaller(address(this));
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        uint256 pending = _recallClock(agreementId, stream, _parties[agreementId].startEpoch, progress);
        (uint256 clock, uint256 rateBefore) = (stream.clock, stream.rate);
        (bool turned, uint256 paid) = _advanceTo(agreementId, stream, progress, bound);
        if (stream.clock == clock && !turned) return 0;

        assert(stream.clock >= clock && stream.clock <= progress.confirmed * _epochSeconds);
        if (stream.clock > clock) settlement = uint256(uint48(agreementId)) << 192 | paid << 112 | stream.clock;
        if (pending > 0) {
            uint256 credited = _takeCredit(agreementId, stream, pending, paid);
            settlement = settlement - (credited << 112) + (credited << 32);
        }
        if (turned) {
            _turn(agreementId, rateBefore, stream.rate);
        } else if (stream.clock != StreamSlot.UNKNOWN) {
            _extras[agreementId].clock = uint32(stream.clock);
            stream.clock = StreamSlot.UNKNOWN;
        }
        _streams[agreementId] = StreamSlot.pack(stream);
    }

    /// @dev Moves the stream in memory as far as its epochs before `bound` go.
    /// @return turned whether it passed the change, and has the new rate
    function _advanceTo(uint128 agreementId, StreamSlot.Stream memory stream, ProgressSlot.Progress memory progress, uint256 bound)
        private
        view
        returns (bool turned, uint256 paid)
    {
        bound = _least(bound, stream.endEpoch);
        (bool exact, uint256 until) = _secondsBefore(_providerOf(agreementId), progress, bound);
        // As long as an epoch before the change may still be confirmed, the second at which it happens is not known.
        bool certain = progress.newest + 1 >= _changes[agreementId].fromEpoch;
        (bool told, uint256 turn, uint256 rate) = _turnBefore(agreementId, progress, certain ? bound : 0);
        if (!exact || !told) return (false, 0);
        paid = _advanceOver(stream, until, turn, rate);
        turned = stream.clock >= turn;
    }

    /// @dev The change no longer waits: what it remembers from now on is the rate before it.
    function _turn(uint128 agreementId, uint256 rateBefore, uint256 rate) private {
        _extras[agreementId].rates = Rates.Changed;
        _changes[agreementId].rate = uint88(rateBefore);
        emit RateChanged({agreementId: agreementId, rate: uint96(rate), fromEpoch: _changes[agreementId].fromEpoch});
    }

    function rateIn(uint128 agreementId, uint32 epoch) external view returns (uint96) {
        return uint96(_rateIn(agreementId, StreamSlot.unpack(_streams[agreementId]).rate, epoch));
    }

    function payOf(uint128 agreementId, uint32 fromEpoch, uint32 toEpoch) external view returns (uint256) {
        return _payableIn(agreementId, StreamSlot.unpack(_streams[agreementId]).rate, fromEpoch, uint256(toEpoch) + 1);
    }

    function rateChangeOf(uint128 agreementId) external view returns (bool waits, uint96 rate, uint32 fromEpoch, uint32 number) {
        Change memory change = _changes[agreementId];
        waits = _extras[agreementId].rates == Rates.Changing;
        rate = waits ? change.rate : uint96(StreamSlot.unpack(_streams[agreementId]).rate);
        return (waits, rate, change.fromEpoch, uint32(change.number));
    }
}
