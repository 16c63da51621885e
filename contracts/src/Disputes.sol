// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RateHistory} from "./RateHistory.sol";
import {IDisputes} from "./interfaces/IOrchestrator.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState} from "./interfaces/Types.sol";
import {EgressSlot} from "./lib/EgressSlot.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title Disputed sums: frozen when a dispute opens, moved or thawed by its outcome
/// @notice Only the arbitration reaches these verbs, and with them only money of the side that is accused, in the one agreement that is disputed.
/// @dev What is frozen has left the agreement's books, so that no other verb has to know of it. Nothing here is guarded against calls that come
/// back: the only contract called is the StakeManager, which calls nobody, and it is called last.
abstract contract Disputes is IDisputes, RateHistory {
    function freeze(uint256 disputeId, uint128 agreementId, bool againstProvider, uint256 amount) external returns (uint256 frozen) {
        _requireCaller(_arbitration);
        if (_frozen[disputeId].agreementId != 0) revert FrozenAlready({disputeId: disputeId});
        // The id of an agreement is never 0: providers count from 1.
        if (_parties[agreementId].startEpoch == 0) _wrongState(agreementId, _parties[agreementId].state);
        uint256 cap = _payableSoFar(agreementId);
        if (amount > cap) revert FreezeAboveCap({amount: amount, cap: cap});

        Frozen memory sum;
        sum.agreementId = agreementId;
        if (_isLive(_parties[agreementId].state)) {
            if (againstProvider) _freezeProviders(agreementId, sum, amount);
            else _freezeConsumers(agreementId, sum, amount);
        }
        _frozen[disputeId] = sum;
        emit SumFrozen({
            disputeId: disputeId,
            agreementId: agreementId,
            fromCollateral: sum.fromCollateral,
            fromDeposit: sum.fromDeposit,
            fromEscrow: sum.fromEscrow
        });
        return _totalOf(sum);
    }

    function release(uint256 disputeId, bool forClaimant) external returns (uint256 moved) {
        _requireCaller(_arbitration);
        Frozen memory sum = _frozen[disputeId];
        uint128 agreementId = sum.agreementId;
        if (agreementId == 0) revert NothingFrozen({disputeId: disputeId});

        delete _frozen[disputeId];
        bool live = !forClaimant && _isLive(_parties[agreementId].state);
        uint256 refunded = 0;
        if (forClaimant) moved = _totalOf(sum);
        else refunded = _thawConsumers(agreementId, live, sum);
        emit SumReleased({disputeId: disputeId, agreementId: agreementId, forClaimant: forClaimant, moved: moved, refunded: refunded});
        if (forClaimant) _award(agreementId, sum);
        else _thawProviders(agreementId, live, sum);
    }

    function frozenOf(uint256 disputeId)
        external
        view
        returns (uint128 agreementId, uint256 fromCollateral, uint256 fromDeposit, uint256 fromEscrow)
    {
        Frozen memory sum = _frozen[disputeId];
        return (sum.agreementId, sum.fromCollateral, sum.fromDeposit, sum.fromEscrow);
    }

    // ---------------------------------------------------------------- freezing

    function _freezeProviders(uint128 agreementId, Frozen memory sum, uint256 amount) private {
        Party storage party = _parties[agreementId];
        uint256 fromCollateral = _least(party.collateral, amount);
        if (fromCollateral == 0) return;
        sum.fromCollateral = uint80(fromCollateral);
        party.collateral -= uint80(fromCollateral);
    }

    /// @dev Of the deposit only what no epoch can earn any more, so that no settlement ever lacks it; then the escrow that no voucher claimed.
    function _freezeConsumers(uint128 agreementId, Frozen memory sum, uint256 amount) private {
        uint256 fromDeposit = _least(_surplusOf(agreementId), amount);
        if (fromDeposit > 0) {
            sum.fromDeposit = uint80(fromDeposit);
            StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
            stream.deposit -= fromDeposit;
            _streams[agreementId] = StreamSlot.pack(stream);
        }
        uint256 escrow = _parties[agreementId].egressEscrow;
        uint256 claimed = EgressSlot.claimedOf(_egress[agreementId]);
        uint256 fromEscrow = _least(escrow - claimed, amount - fromDeposit);
        if (fromEscrow == 0) return;
        sum.fromEscrow = uint80(fromEscrow);
        _setEscrow(agreementId, escrow - fromEscrow, claimed);
    }

    /// @dev What the agreement's epochs that are over would pay if all of them were confirmed: no claim is larger.
    function _payableSoFar(uint128 agreementId) private view returns (uint256 pay) {
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint256 since = _parties[agreementId].startEpoch;
        if (_extras[agreementId].rates != Rates.One) (pay, since) = (_changes[agreementId].earlier, _changes[agreementId].sinceEpoch);
        return pay + _payableIn(agreementId, stream.rate, since, _least(_currentEpoch(), stream.endEpoch));
    }

    /// @dev The deposit less all that can still be earned.
    function _surplusOf(uint128 agreementId) private view returns (uint256) {
        uint256 deposit = StreamSlot.unpack(_streams[agreementId]).deposit;
        uint256 due = _dueOf(agreementId);
        return deposit > due ? deposit - due : 0;
    }

    // ---------------------------------------------------------------- the outcome

    /// @dev To the side that claimed: what is the provider's goes to the consumer, what is the consumer's into the provider's earnings.
    function _award(uint128 agreementId, Frozen memory sum) private {
        uint256 toProvider = uint256(sum.fromDeposit) + sum.fromEscrow;
        if (toProvider > 0) _earnings[agreementId >> 48] += toProvider;
        if (sum.fromCollateral == 0) return;
        address consumer = _slaOf(agreementId).head.consumer;
        IStakeManager(_stakeManager).award(_providerOf(agreementId), _tokenOf(agreementId), agreementId, sum.fromCollateral, consumer);
    }

    /// @dev Back to where it came from; when the agreement is over meanwhile, free.
    function _thawProviders(uint128 agreementId, bool live, Frozen memory sum) private {
        if (sum.fromCollateral == 0) return;
        if (live) {
            _parties[agreementId].collateral += sum.fromCollateral;
        } else {
            IStakeManager(_stakeManager).release(_providerOf(agreementId), _tokenOf(agreementId), agreementId, sum.fromCollateral);
        }
    }

    /// @dev Back to where it came from; when the agreement is over meanwhile, to whom its end would have given it. Top-ups may have filled the
    /// deposit's or the escrow's 80 bits: then it goes back like any other rest.
    function _thawConsumers(uint128 agreementId, bool live, Frozen memory sum) private returns (uint256 refunded) {
        uint256 rest = uint256(sum.fromDeposit) + sum.fromEscrow;
        if (rest == 0) return 0;
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint256 deposit = stream.deposit + sum.fromDeposit;
        uint256 escrow = uint256(_parties[agreementId].egressEscrow) + sum.fromEscrow;
        if (live && deposit <= StreamSlot.DEPOSIT_MAX && escrow <= type(uint80).max) {
            stream.deposit = deposit;
            _streams[agreementId] = StreamSlot.pack(stream);
            _setEscrow(agreementId, escrow, EgressSlot.claimedOf(_egress[agreementId]));
        } else {
            refunded = rest;
            _refunds[_refundeeOf(_slaKeyOf(agreementId), _slaOf(agreementId))][_tokenOf(agreementId)] += rest;
        }
    }

    /// @dev In both slots that have it.
    function _setEscrow(uint128 agreementId, uint256 escrow, uint256 claimed) private {
        _parties[agreementId].egressEscrow = uint80(escrow);
        if (claimed > 0) _egress[agreementId] = EgressSlot.joined(claimed, escrow);
    }

    function _totalOf(Frozen memory sum) private pure returns (uint256) {
        return uint256(sum.fromCollateral) + sum.fromDeposit + sum.fromEscrow;
    }
}
