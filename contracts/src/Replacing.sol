// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {Legs} from "./Legs.sol";
import {IConsumerOrchestrator, ILedger, IReplacing} from "./interfaces/IOrchestrator.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState, Leg, SignedOffer, Sla, SlaState} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title A new provider for a leg that missed
/// @notice Within what the consumer signed once, and paid by what the SLA still has and by what the lost leg was slashed.
abstract contract Replacing is IReplacing, Legs {
    uint8 private constant RIGHT_REPLACE = 16;

    function replaceLeg(Sla calldata sla, uint128 oldAgreementId, Leg calldata leg, SignedOffer calldata offer)
        external
        nonReentrant
        returns (uint128 newAgreementId)
    {
        bytes32 slaId = Terms.digestOf(Terms.hashOf(sla));
        SlaRecord storage record = _slaBy(slaId);
        _requireMandate(slaId, record, sla, leg);
        if (_slaKeyOf(oldAgreementId) != uint40(uint256(slaId))) revert IConsumerOrchestrator.SlaMismatch({slaId: slaId});
        if (!_isReplaceDue(oldAgreementId)) revert IConsumerOrchestrator.ReplaceNotDue({agreementId: oldAgreementId});

        (uint256 fromReserve, uint256 fromShare) = _payForReplacement(slaId, record, oldAgreementId, leg);
        _requireNewProvider(uint40(uint256(slaId)), record, leg.providerId);
        newAgreementId = _openReplacement(slaId, record, sla, leg, offer, _indexOf(oldAgreementId, record));
        emit IConsumerOrchestrator.LegReplaced({
            slaId: slaId, oldAgreementId: oldAgreementId, newAgreementId: newAgreementId, fromReserve: fromReserve
        });
        _follow(uint40(uint256(slaId)), record);
        _fetchShare(slaId, sla.consumer, oldAgreementId, fromShare);
        _detach(oldAgreementId);
    }

    /// @dev The leg takes the next number of the SLA, and the place of the one that it replaces.
    function _openReplacement(
        bytes32 slaId,
        SlaRecord storage record,
        Sla calldata sla,
        Leg calldata leg,
        SignedOffer calldata offer,
        uint8 index
    ) private returns (uint128 agreementId) {
        uint256 number = record.head.legs;
        if (number == type(uint8).max) revert IConsumerOrchestrator.LegsExhausted({slaId: slaId});
        record.head.legs = uint8(number + 1);
        record.head.legsAlive++;
        record.head.legsOpen++;
        record.replaceableFrom = uint32(_least(block.timestamp + sla.coolDownSeconds, type(uint32).max));
        _noteProvider(slaId, record, number, leg.providerId);
        Opening memory opening = Opening({
            slaId: slaId,
            market: sla.market,
            token: _markets[sla.market].token,
            endEpoch: record.head.endEpoch,
            startBy: uint32(block.timestamp + _startSeconds),
            endsAt: sla.endsAt,
            refundsPayer: _payers[uint40(uint256(slaId))] != address(0)
        });
        agreementId = _openLeg(opening, sla.regions, leg, offer, index, number);
        _extras[agreementId].legIndex = index;
    }

    /// @dev Which shard of the SLA the leg holds.
    function _indexOf(uint128 agreementId, SlaRecord storage record) private view returns (uint8 index) {
        index = uint8(agreementId);
        if (index >= record.head.totalShards) index = _extras[agreementId].legIndex;
    }

    /// @dev What the consumer signed once covers this replacement, and whoever calls may use it.
    function _requireMandate(bytes32 slaId, SlaRecord storage record, Sla calldata sla, Leg calldata leg) private view {
        SlaState state = record.head.state;
        if (state == SlaState.None) revert IConsumerOrchestrator.SlaUnknown({slaId: slaId});
        if (state == SlaState.Failed || state == SlaState.Ended) {
            revert IConsumerOrchestrator.SlaNotLive({slaId: slaId, state: uint8(state)});
        }
        if (msg.sender != sla.consumer && !_allows(sla.consumer, slaId, msg.sender, RIGHT_REPLACE)) {
            revert ILedger.NotAuthorised({caller: msg.sender, wanted: sla.consumer});
        }
        if (block.timestamp >= sla.endsAt) _timesInvalid(sla.startBy, sla.endsAt);
        if (block.timestamp < record.replaceableFrom) {
            revert IConsumerOrchestrator.CoolDownRunning({slaId: slaId, until: record.replaceableFrom});
        }
        if (leg.rate > sla.maximumRate) revert IConsumerOrchestrator.RateAboveMandate({rate: leg.rate, maximum: sla.maximumRate});
    }

    /// @dev Breached and not yet replaced, or penalised since the provider's last confirmed epoch.
    function _isReplaceDue(uint128 agreementId) private view returns (bool) {
        if (!_isLive(_parties[agreementId].state)) return _breachRefund[agreementId] > 0;
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        uint256 penalisedThrough = _extras[agreementId].penalisedThrough;
        return penalisedThrough > 0 && (progress.confirmed == 0 || progress.newest < penalisedThrough);
    }

    /// @dev The old leg ends, billed; what is left of it or what its breach had refunded, then what slashes of it gave the consumer, then the
    /// reserve pay for the new one.
    function _payForReplacement(bytes32 slaId, SlaRecord storage record, uint128 oldAgreementId, Leg calldata leg)
        private
        returns (uint256 fromReserve, uint256 fromShare)
    {
        // Amounts have 88 bits, and what is subtracted is the smaller.
        unchecked {
            uint256 wanted = uint256(leg.deposit) + leg.egressEscrow;
            uint256 missing = wanted - _payFromOldLeg(slaId, record, oldAgreementId, wanted);
            fromShare = _least(missing, _shareOf(slaId, record, oldAgreementId));
            missing -= fromShare;
            fromReserve = _least(missing, record.reserve);
            missing -= fromReserve;
            if (missing > 0) revert IConsumerOrchestrator.FundsShort({wanted: wanted, available: wanted - missing});
            record.reserve -= uint88(fromReserve);
        }
    }

    /// @return paid at most what is wanted
    function _payFromOldLeg(bytes32 slaId, SlaRecord storage record, uint128 oldAgreementId, uint256 wanted)
        private
        returns (uint256 paid)
    {
        address refundee = _refundeeOf(uint40(uint256(slaId)), record);
        mapping(address token => uint256) storage refunds = _refunds[refundee];
        address token = _markets[record.head.market].token;
        // As above.
        unchecked {
            if (_isLive(_parties[oldAgreementId].state)) {
                _settleConfirmed(oldAgreementId);
                uint256 rest = _close(oldAgreementId, AgreementState.Closed);
                paid = _least(rest, wanted);
                refunds[token] += rest - paid;
                emit IConsumerOrchestrator.AgreementClosed({
                    agreementId: oldAgreementId, finalState: uint8(AgreementState.Closed), refunded: rest - paid
                });
                return paid;
            }
            record.head.legsLost--;
            paid = _least(wanted, _least(_breachRefund[oldAgreementId] - 1, refunds[token]));
            delete _breachRefund[oldAgreementId];
            if (paid == 0) return 0;
            refunds[token] -= paid;
            emit IConsumerOrchestrator.RefundReused({slaId: slaId, account: refundee, token: token, amount: paid});
        }
    }

    /// @dev What the consumer has not yet claimed of what slashes of the old leg gave it. It is the consumer's own: where the rest of the new
    /// leg would go to a payer, the consumer keeps it.
    function _shareOf(bytes32 slaId, SlaRecord storage record, uint128 oldAgreementId) private view returns (uint256) {
        uint256 share = _extras[oldAgreementId].slashShare;
        address consumer = record.head.consumer;
        if (share == 0 || _refundeeOf(uint40(uint256(slaId)), record) != consumer) return 0;
        return _least(share, IStakeManager(_stakeManager).claimableOf(consumer, _tokenOf(oldAgreementId)));
    }

    /// @dev Brings the share here, after all effects on the books.
    function _fetchShare(bytes32 slaId, address consumer, uint128 oldAgreementId, uint256 amount) private {
        if (amount == 0) return;
        address token = _tokenOf(oldAgreementId);
        emit IConsumerOrchestrator.SlashShareReused({slaId: slaId, account: consumer, token: token, amount: amount});
        Payment memory payment = _paymentOf(token, amount);
        IStakeManager(_stakeManager).reuse(consumer, token, oldAgreementId, amount);
        _requirePaid(payment);
    }

    /// @dev Legs of one SLA lie at different providers, or one failure would take two.
    function _requireNewProvider(uint256 slaKey, SlaRecord storage record, uint64 providerId) private view {
        uint256 legs = record.head.legs;
        for (uint256 i = 0; i < legs; i++) {
            uint128 agreementId = _agreementAt(slaKey, record, i);
            if (_providerOf(agreementId) != providerId) continue;
            AgreementState state = _parties[agreementId].state;
            if (state == AgreementState.Open || _isLive(state)) revert IConsumerOrchestrator.ProviderTwice({providerId: providerId});
        }
    }
}
