// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RateHistory} from "./RateHistory.sol";
import {IPenalties, IProviderOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title What a missed proof costs, and a loss that its provider admits or cannot deny
/// @notice Only this touches collateral by itself: for epochs that nobody can confirm any more, and on the verifier's word.
abstract contract Penalties is IPenalties, RateHistory {
    /// @dev Misses in a row that cost a part; one more is a breach.
    uint256 private constant MISSES_BEFORE_BREACH = 3;

    function penaliseMiss(uint128 agreementId, uint32 epoch) external returns (uint256 slashed) {
        _requireLive(agreementId);
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint256 missedInRow = _countMiss(agreementId, stream.endEpoch, epoch);
        uint256 rate = _rateIn(agreementId, stream.rate, epoch);

        bool breached = missedInRow > MISSES_BEFORE_BREACH;
        if (breached) _breach(agreementId, epoch);
        slashed = SettlementMath.missPenalty({
            collateral: _parties[agreementId].collateral,
            epochPay: SettlementMath.payFor(uint96(rate), _epochSeconds),
            missedInRow: missedInRow,
            breachAfter: MISSES_BEFORE_BREACH
        });
        _slash(agreementId, slashed, msg.sender);
        // Behind `Slashed`, which does not say who proved it.
        emit IProviderOrchestrator.MissPenalised({
            agreementId: agreementId, epoch: epoch, missedInRow: uint8(missedInRow), slashed: slashed, prover: msg.sender
        });
        if (breached) _detach(agreementId);
    }

    function breach(uint128 agreementId, uint32 epoch, address prover) external returns (uint256 slashed) {
        _requireCaller(_verifier);
        _requireLive(agreementId);
        _breach(agreementId, epoch);
        // Counts like all the misses that make a breach: whoever replaces legs knows one by that.
        _extras[agreementId].missedInRow = uint8(MISSES_BEFORE_BREACH + 1);
        slashed = _parties[agreementId].collateral;
        _slash(agreementId, slashed, prover);
        // Behind `Slashed`, which does not say who proved it.
        emit IProviderOrchestrator.BreachPenalised({agreementId: agreementId, epoch: epoch, slashed: slashed, prover: prover});
        _detach(agreementId);
    }

    /// @dev Takes of the collateral what is there at least.
    function _slash(uint128 agreementId, uint256 amount, address prover) private {
        if (amount == 0) return;
        _parties[agreementId].collateral -= uint80(amount);
        address consumer = _slaOf(agreementId).head.consumer;
        uint256 share =
            IStakeManager(_stakeManager).slash(_providerOf(agreementId), _tokenOf(agreementId), agreementId, amount, consumer, prover);
        Extra storage extra = _extras[agreementId];
        extra.slashShare = uint72(_least(extra.slashShare + share, type(uint72).max));
    }

    /// @dev Epochs in order, each once, only those that can no longer be confirmed.
    function _countMiss(uint128 agreementId, uint256 endEpoch, uint32 epoch) private returns (uint8 missedInRow) {
        uint64 providerId = _providerOf(agreementId);
        Extra storage extra = _extras[agreementId];
        uint32 next = _parties[agreementId].startEpoch;
        if (extra.penalisedThrough > next) next = extra.penalisedThrough;
        if (epoch < extra.penalisedThrough) revert IProviderOrchestrator.PenalisedAlready({agreementId: agreementId, epoch: epoch});
        bool ours = epoch >= next && epoch < endEpoch;
        ProgressSlot.Progress memory progress = _progressOf(providerId);
        if (!ours || epoch >= _currentEpoch() || _isConfirmed(providerId, progress, epoch) || !_isAuditOver(epoch)) {
            revert IProviderOrchestrator.EpochNotMissed({providerId: providerId, epoch: epoch});
        }
        if (epoch > next) {
            (bool exact, uint256 through) = _confirmedBefore(providerId, progress, epoch);
            (, uint256 before) = _confirmedBefore(providerId, progress, next);
            if (!exact || through - before != epoch - next) {
                revert IProviderOrchestrator.PenaliseInOrder({agreementId: agreementId, wanted: epoch, next: next});
            }
        }
        missedInRow = epoch > next ? 1 : extra.missedInRow + 1;
        extra.missedInRow = missedInRow;
        extra.penalisedThrough = uint24(epoch + 1);
    }

    /// @dev The provider is gone: what it confirmed is billed, the rest of the deposit goes back.
    function _breach(uint128 agreementId, uint32 epoch) private {
        emit IProviderOrchestrator.AgreementBreached({agreementId: agreementId, epoch: epoch});
        _settleConfirmed(agreementId);
        SlaRecord storage record = _slaOf(agreementId);
        record.head.legsLost++;
        _breachRefund[agreementId] = _refundAndClose(agreementId, record, AgreementState.Closed) + 1;
    }
}
