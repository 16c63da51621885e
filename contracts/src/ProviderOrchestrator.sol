// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {Ledger} from "./Ledger.sol";
import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IProviderOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {Agreement, AgreementState} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title The provider's side: confirmation, egress, penalties
/// @notice Modules reach money only through the verbs here: the verifier says what was proven, the market's oracle takes at most an
/// epoch's pay, and only a missed proof touches collateral.
abstract contract ProviderOrchestrator is IProviderOrchestrator, Ledger {
    /// @dev Misses in a row that cost a part; one more is a breach.
    uint256 private constant MISSES_BEFORE_BREACH = 3;
    uint8 private constant RIGHT_VOUCHER = 8;

    // ---------------------------------------------------------------- verbs for modules

    function activate(uint128 agreementId) external {
        _requireCaller(_verifier);
        _requireState(agreementId, AgreementState.Open);
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint32 startEpoch = _currentEpoch() + 1;
        if (startEpoch >= stream.endEpoch) {
            revert StartsTooLate({agreementId: agreementId, startEpoch: startEpoch, endEpoch: uint32(stream.endEpoch)});
        }

        stream.frac = 0;
        _streams[agreementId] = StreamSlot.pack(stream);
        Party storage party = _parties[agreementId];
        (party.startEpoch, party.state) = (uint24(startEpoch), AgreementState.Active);
        emit AgreementActivated({agreementId: agreementId, startEpoch: startEpoch});
        SlaRecord storage record = _slaOf(agreementId);
        record.head.legsOpen--;
        _follow(_slaKeyOf(agreementId), record);
    }

    function confirm(uint64 providerId, uint32 epoch) external {
        _requireCaller(_verifier);
        ProgressSlot.Progress memory progress = _progressOf(providerId);
        if (_isConfirmed(providerId, progress, epoch)) {
            revert EpochAlreadyConfirmed({providerId: providerId, epoch: epoch});
        }
        bool isNewer = progress.confirmed == 0 || epoch > progress.newest;
        if (epoch >= _currentEpoch() || epoch > type(uint24).max || !isNewer) {
            revert EpochNotOpenForConfirmation({epoch: epoch});
        }

        _recordConfirmation(providerId, progress, epoch);
        _progress[providerId] = ProgressSlot.pack(progress);
        emit EpochConfirmed({providerId: providerId, epoch: epoch, confirmedSeconds: uint32(progress.confirmed * _epochSeconds)});
    }

    function credit(uint128 agreementId, uint32 epoch, uint16 bps) external returns (uint256 amount) {
        _requireCaller(_posted[_marketIdOf(agreementId) >> MARKET_BITS].oracle);
        _requireLive(agreementId);
        if (bps > BPS) revert CreditAboveEpoch({bps: bps});
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        Extra storage extra = _extras[agreementId];
        if (!_isCreditable(agreementId, progress, stream.endEpoch, epoch) || epoch < extra.creditedThrough) {
            revert CreditOutsideWindow({agreementId: agreementId, epoch: epoch});
        }

        amount = SettlementMath.share(_unsettledPayOf(agreementId, progress, epoch), bps);
        extra.creditedThrough = uint24(epoch + 1);
        if (amount > 0) _owe(agreementId, extra, stream, amount);
        emit Credited({agreementId: agreementId, epoch: epoch, bps: bps, amount: amount});
    }

    /// @dev The next pay owes the consumer `amount` more; as long as it owes anything, the clock stands aside.
    function _owe(uint128 agreementId, Extra storage extra, StreamSlot.Stream memory stream, uint256 amount) private {
        uint80 pending = extra.creditPending;
        extra.creditPending = pending + uint80(amount);
        if (pending > 0) return;
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

    /// @dev What `epoch` alone will pay: its rate times its length, or less when the deposit runs out in it. The same whatever was
    /// settled before, so that nobody's settlement changes a credit.
    function _unsettledPayOf(uint128 agreementId, ProgressSlot.Progress memory progress, uint32 epoch) private view returns (uint256 pay) {
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        _recallClock(agreementId, stream, _parties[agreementId].startEpoch, progress);
        // The epoch is confirmed, so its word exists and the count is exact.
        (, uint256 count) = _confirmedBefore(_providerOf(agreementId), progress, uint256(epoch) + 1);
        _advance(stream, (count - 1) * _epochSeconds);
        pay = _advance(stream, count * _epochSeconds);
        uint256 whole = SettlementMath.payFor(uint96(stream.rate), _epochSeconds);
        if (pay > whole) pay = whole;
    }

    // ---------------------------------------------------------------- penalties

    function penaliseMiss(uint128 agreementId, uint32 epoch) external returns (uint256 slashed) {
        _requireLive(agreementId);
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint256 missedInRow = _countMiss(agreementId, stream.endEpoch, epoch);

        bool breached = missedInRow > MISSES_BEFORE_BREACH;
        if (breached) _breach(agreementId, epoch);
        Party storage party = _parties[agreementId];
        slashed = SettlementMath.missPenalty({
            collateral: party.collateral,
            epochPay: SettlementMath.payFor(uint96(stream.rate), _epochSeconds),
            missedInRow: missedInRow,
            breachAfter: MISSES_BEFORE_BREACH
        });
        if (slashed > 0) {
            party.collateral -= uint80(slashed);
            address consumer = _slaOf(agreementId).head.consumer;
            IStakeManager(_stakeManager).slash(_providerOf(agreementId), _tokenOf(agreementId), agreementId, slashed, consumer, msg.sender);
        }
        // Behind `Slashed`, which does not say who proved it.
        emit MissPenalised({agreementId: agreementId, epoch: epoch, missedInRow: uint8(missedInRow), slashed: slashed, prover: msg.sender});
        if (breached) _detach(agreementId);
    }

    /// @dev Epochs in order, each once, only those that can no longer be confirmed.
    function _countMiss(uint128 agreementId, uint256 endEpoch, uint32 epoch) private returns (uint8 missedInRow) {
        uint64 providerId = _providerOf(agreementId);
        Extra storage extra = _extras[agreementId];
        uint32 next = _parties[agreementId].startEpoch;
        if (extra.penalisedThrough > next) next = extra.penalisedThrough;
        if (epoch < extra.penalisedThrough) revert PenalisedAlready({agreementId: agreementId, epoch: epoch});
        bool ours = epoch >= next && epoch < endEpoch;
        ProgressSlot.Progress memory progress = _progressOf(providerId);
        if (!ours || epoch >= _currentEpoch() || _isConfirmed(providerId, progress, epoch) || !_isAuditOver(epoch)) {
            revert EpochNotMissed({providerId: providerId, epoch: epoch});
        }
        if (epoch > next) {
            (bool exact, uint256 through) = _confirmedBefore(providerId, progress, epoch);
            (, uint256 before) = _confirmedBefore(providerId, progress, next);
            if (!exact || through - before != epoch - next) {
                revert PenaliseInOrder({agreementId: agreementId, wanted: epoch, next: next});
            }
        }
        missedInRow = epoch > next ? 1 : extra.missedInRow + 1;
        extra.missedInRow = missedInRow;
        extra.penalisedThrough = uint24(epoch + 1);
    }

    /// @dev The provider is gone: what it confirmed is billed, the rest of the deposit goes back.
    function _breach(uint128 agreementId, uint32 epoch) private {
        emit AgreementBreached({agreementId: agreementId, epoch: epoch});
        _settleConfirmed(agreementId);
        SlaRecord storage record = _slaOf(agreementId);
        record.head.legsLost++;
        _breachRefund[agreementId] = _refundAndClose(agreementId, record, AgreementState.Closed) + 1;
    }

    // ---------------------------------------------------------------- egress

    function claimVoucher(uint128 agreementId, uint88 cumulative, uint64 servedBytes, bytes calldata signature)
        external
        returns (uint256 paid)
    {
        _requireLive(agreementId);
        uint256 claimed = _extras[agreementId].egressClaimed;
        uint256 escrow = _parties[agreementId].egressEscrow;
        if (cumulative <= claimed) revert VoucherNotHigher({cumulative: cumulative, claimed: uint88(claimed)});
        if (cumulative > escrow) revert VoucherAboveEscrow({cumulative: cumulative, escrow: uint88(escrow)});
        bytes32 digest = Terms.digestOf(Terms.hashOfVoucher(agreementId, cumulative, servedBytes));
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        address consumer = _slaOf(agreementId).head.consumer;
        if (signer != consumer) _requireCapped(consumer, _slaIdOf(agreementId), signer, cumulative);

        paid = cumulative - claimed;
        _extras[agreementId].egressClaimed = uint80(cumulative);
        _earnings[agreementId >> 48] += paid;
        emit VoucherClaimed({agreementId: agreementId, cumulative: cumulative, paid: paid});
    }

    /// @dev A session key signs vouchers only as far as its grant goes.
    function _requireCapped(address consumer, bytes32 slaId, address signer, uint88 cumulative) private view {
        if (signer == address(0) || !_allows(consumer, slaId, signer, RIGHT_VOUCHER)) {
            revert VoucherSignerUnknown({signer: signer});
        }
        uint88 cap = IAccessGrants(_grants).voucherCapOf(consumer, slaId, signer);
        if (cumulative > cap) revert VoucherAboveCap({signer: signer, cumulative: cumulative, cap: cap});
    }

    // ---------------------------------------------------------------- views

    function agreementOf(uint128 agreementId) external view returns (Agreement memory agreement) {
        agreement.providerId = _providerOf(agreementId);
        agreement.market = _marketIdOf(agreementId);
        Party memory party = _parties[agreementId];
        if (party.state == AgreementState.None) return agreement;
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        Extra memory extra = _extras[agreementId];
        agreement.slaId = _slaIdOf(agreementId);
        agreement.consumer = _slaOf(agreementId).head.consumer;
        agreement.state = party.state;
        agreement.capacityBytes = party.capacityBytes;
        agreement.deposit = uint88(stream.deposit);
        agreement.rate = uint96(stream.rate);
        uint256 clock = stream.clock == StreamSlot.UNKNOWN && extra.creditPending > 0 ? extra.clock : stream.clock;
        // Not settled yet: it stands where the agreement began.
        agreement.clock = clock == StreamSlot.UNKNOWN ? 0 : uint32(clock);
        // Before its start the slot holds the second by which it must start.
        agreement.frac = party.startEpoch == 0 ? 0 : uint32(stream.frac);
        agreement.startEpoch = party.startEpoch;
        agreement.endEpoch = uint32(stream.endEpoch);
        agreement.penalisedThrough = extra.penalisedThrough;
        agreement.missedInRow = extra.missedInRow;
        agreement.collateral = party.collateral;
        agreement.egressEscrow = party.egressEscrow;
        agreement.egressClaimed = extra.egressClaimed;
        agreement.creditPending = extra.creditPending;
    }
}
