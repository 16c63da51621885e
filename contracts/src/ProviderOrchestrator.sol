// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {Ledger} from "./Ledger.sol";
import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {ILedger, IProviderOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {Agreement, AgreementState, SignedOffer} from "./interfaces/Types.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {Terms} from "./lib/Terms.sol";

/// @title The provider's side: offers, confirmation, egress, penalties
/// @notice Modules reach money only through the verbs here: the _verifier says what was proven, the market's oracle takes at most an
/// epoch's pay, and only a missed proof touches collateral.
abstract contract ProviderOrchestrator is IProviderOrchestrator, Ledger {
    /// @dev Misses in a row that cost a part; one more is a breach.
    uint256 private constant MISSES_BEFORE_BREACH = 3;
    uint8 private constant RIGHT_VOUCHER = 8;

    // ---------------------------------------------------------------- offers

    function hashOffer(SignedOffer calldata offer) external view returns (bytes32) {
        return Terms.digestOf(Terms.hashOf(offer.offer));
    }

    function filledOf(bytes32 offerHash) external view returns (uint64) {
        return _filled[offerHash];
    }

    function offerNonceOf(uint64 providerId) external view returns (uint32) {
        return _progress[providerId].offerNonce;
    }

    function cancelOffers(uint64 providerId) external {
        _requireCaller(IRegistry(_registry).ownerOf(providerId));

        uint32 nonce = ++_progress[providerId].offerNonce;
        emit OffersCancelled({providerId: providerId, nonce: nonce});
    }

    // ---------------------------------------------------------------- verbs for modules

    function activate(uint128 agreementId) external {
        _requireCaller(_verifier);
        Account storage account = _accounts[agreementId];
        Party storage party = account.party;
        _requireState(agreementId, account, AgreementState.Open);
        uint32 startEpoch = _currentEpoch() + 1;
        if (startEpoch >= party.endEpoch) {
            revert StartsTooLate({agreementId: agreementId, startEpoch: startEpoch, endEpoch: party.endEpoch});
        }

        account.stream.clock = 0;
        party.startEpoch = uint24(startEpoch);
        party.state = AgreementState.Active;
        emit AgreementActivated({agreementId: agreementId, startEpoch: startEpoch});
        SlaRecord storage record = _slas[account.slaId];
        record.head.legsOpen--;
        _follow(account.slaId, record);
    }

    function confirm(uint64 providerId, uint32 epoch) external {
        _requireCaller(_verifier);
        Progress storage progress = _progress[providerId];
        if (_isConfirmed(providerId, epoch)) {
            revert EpochAlreadyConfirmed({providerId: providerId, epoch: epoch});
        }
        if (epoch >= _currentEpoch() || (progress.any && epoch < progress.newest)) {
            revert EpochNotOpenForConfirmation({epoch: epoch});
        }

        uint32 confirmed = _recordConfirmation(providerId, epoch);
        emit EpochConfirmed({providerId: providerId, epoch: epoch, confirmedSeconds: confirmed * _epochSeconds});
    }

    function credit(uint128 agreementId, uint32 epoch, uint16 bps) external returns (uint256 amount) {
        address oracle = _markets[_marketIdOf(agreementId)].oracle;
        _requireCaller(oracle);
        Account storage account = _accounts[agreementId];
        _requireLive(agreementId, account);
        if (bps > BPS) revert CreditAboveEpoch({bps: bps});
        Credit storage credit_ = _credits[agreementId];
        if (!_isCreditable(agreementId, account.party, oracle, epoch) || epoch < credit_.creditedThrough) {
            revert CreditOutsideWindow({agreementId: agreementId, epoch: epoch});
        }

        amount = SettlementMath.share(_unsettledPayOf(agreementId, account, epoch), bps);
        credit_.creditedThrough = uint24(epoch + 1);
        credit_.pending += uint88(amount);
        if (credit_.pending > 0) account.stream.flags |= CREDITED;
        emit Credited({agreementId: agreementId, epoch: epoch, bps: bps, amount: amount});
    }

    /// @dev The epoch's root is posted and not final, and the epoch is paid for: confirmed, and one of the agreement's.
    function _isCreditable(uint128 agreementId, Party storage party, address oracle, uint32 epoch) private view returns (bool) {
        Posted storage posted = _posted[oracle];
        if (!posted.any || posted.epoch != epoch) return false;
        (bool any, uint32 finalEpoch_) = _finalEpoch(oracle);
        if (any && epoch <= finalEpoch_) return false;
        return epoch >= party.startEpoch && epoch < party.endEpoch && _isConfirmed(_providerOf(agreementId), epoch);
    }

    /// @dev What `epoch` alone will pay: its rate times its length, or less when the deposit runs out in it. The same whatever was
    /// settled before, so that nobody's settlement changes a credit.
    function _unsettledPayOf(uint128 agreementId, Account storage account, uint32 epoch) private view returns (uint256 pay) {
        uint64 providerId = _providerOf(agreementId);
        Progress memory progress = _progress[providerId];
        Stream memory stream = _startedStream(agreementId, account, progress);
        // The epoch is confirmed, so its word exists and the count is exact.
        (, uint32 count) = _confirmedThrough(providerId, progress, epoch);
        _advance(stream, (count - 1) * _epochSeconds);
        pay = _advance(stream, count * _epochSeconds);
        uint256 whole = SettlementMath.payFor(stream.rate, _epochSeconds);
        if (pay > whole) pay = whole;
    }

    // ---------------------------------------------------------------- penalties

    function penaliseMiss(uint128 agreementId, uint32 epoch) external nonReentrant returns (uint256 slashed) {
        Account storage account = _accounts[agreementId];
        _requireLive(agreementId, account);
        uint256 missedInRow = _countMiss(agreementId, account.party, epoch);

        address consumer = account.party.consumer;
        bool breached = missedInRow > MISSES_BEFORE_BREACH;
        if (breached) _breach(agreementId, account, epoch);
        uint256 penalty = SettlementMath.missPenalty({
            collateral: IStakeManager(_stakeManager).committedOf(agreementId),
            epochPay: SettlementMath.payFor(account.stream.rate, _epochSeconds),
            missedInRow: missedInRow,
            breachAfter: MISSES_BEFORE_BREACH
        });
        slashed = IStakeManager(_stakeManager)
            .slash(_providerOf(agreementId), _markets[_marketIdOf(agreementId)].token, agreementId, penalty, consumer, msg.sender);
        emit MissPenalised({agreementId: agreementId, epoch: epoch, missedInRow: uint8(missedInRow), slashed: slashed, prover: msg.sender});
        if (breached) _detach(agreementId);
    }

    /// @dev Epochs in order, each once, only those that can no longer be confirmed.
    function _countMiss(uint128 agreementId, Party storage party, uint32 epoch) private returns (uint8 missedInRow) {
        uint64 providerId = _providerOf(agreementId);
        uint32 next = party.penalisedThrough > party.startEpoch ? party.penalisedThrough : party.startEpoch;
        if (epoch < party.penalisedThrough) revert PenalisedAlready({agreementId: agreementId, epoch: epoch});
        bool ours = epoch >= next && epoch < party.endEpoch;
        if (!ours || epoch >= _currentEpoch() || _isConfirmed(providerId, epoch) || !_isAuditOver(epoch)) {
            revert EpochNotMissed({providerId: providerId, epoch: epoch});
        }
        if (epoch > next) {
            Progress memory progress = _progress[providerId];
            (bool exact, uint32 through) = _confirmedThrough(providerId, progress, epoch - 1);
            (, uint32 before) = _confirmedThrough(providerId, progress, next - 1);
            if (!exact || through - before != epoch - next) {
                revert PenaliseInOrder({agreementId: agreementId, wanted: epoch, next: next});
            }
        }
        missedInRow = epoch > next ? 1 : party.missedInRow + 1;
        party.missedInRow = missedInRow;
        party.penalisedThrough = uint24(epoch + 1);
    }

    /// @dev The provider is gone: what it confirmed is billed, the rest of the deposit goes back.
    function _breach(uint128 agreementId, Account storage account, uint32 epoch) private {
        account.party.state = AgreementState.Breached;
        emit AgreementBreached({agreementId: agreementId, epoch: epoch});
        _settleConfirmed(agreementId, account);
        SlaRecord storage record = _slas[account.slaId];
        record.head.legsLost++;
        _breachRefund[agreementId] = _refundAndClose(agreementId, account, record, AgreementState.Closed);
        account.stream.flags = BREACHED;
    }

    // ---------------------------------------------------------------- egress

    function claimVoucher(uint128 agreementId, uint88 cumulative, uint64 servedBytes, bytes calldata signature)
        external
        returns (uint256 paid)
    {
        Account storage account = _accounts[agreementId];
        _requireLive(agreementId, account);
        Capacity storage capacity = account.capacity;
        if (cumulative <= capacity.egressClaimed) {
            revert VoucherNotHigher({cumulative: cumulative, claimed: capacity.egressClaimed});
        }
        if (cumulative > capacity.egressEscrow) {
            revert VoucherAboveEscrow({cumulative: cumulative, escrow: capacity.egressEscrow});
        }
        bytes32 digest = Terms.digestOf(Terms.hashOfVoucher(agreementId, cumulative, servedBytes));
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        if (signer != account.party.consumer) _requireCapped(account, signer, cumulative);

        paid = cumulative - capacity.egressClaimed;
        capacity.egressClaimed = cumulative;
        _earnings[_earningsKey(_providerOf(agreementId), _marketIdOf(agreementId))] += paid;
        emit VoucherClaimed({agreementId: agreementId, cumulative: cumulative, paid: paid});
    }

    /// @dev A session key signs vouchers only as far as its grant goes.
    function _requireCapped(Account storage account, address signer, uint88 cumulative) private view {
        address consumer = account.party.consumer;
        if (signer == address(0) || !_allows(consumer, account.slaId, signer, RIGHT_VOUCHER)) {
            revert VoucherSignerUnknown({signer: signer});
        }
        uint88 cap = IAccessGrants(_grants).voucherCapOf(consumer, account.slaId, signer);
        if (cumulative > cap) revert VoucherAboveCap({signer: signer, cumulative: cumulative, cap: cap});
    }

    // ---------------------------------------------------------------- views

    function confirmedOf(uint64 providerId) external view returns (uint32 confirmedSeconds, bool any, uint32 newestEpoch) {
        Progress storage progress = _progress[providerId];
        return (progress.confirmed * _epochSeconds, progress.any, progress.newest);
    }

    function isConfirmed(uint64 providerId, uint32 epoch) external view returns (bool) {
        return _isConfirmed(providerId, epoch);
    }

    function agreementOf(uint128 agreementId) external view returns (Agreement memory agreement) {
        Account storage account = _accounts[agreementId];
        Stream storage stream = account.stream;
        Party storage party = account.party;
        agreement.slaId = account.slaId;
        agreement.providerId = _providerOf(agreementId);
        agreement.market = _marketIdOf(agreementId);
        agreement.consumer = party.consumer;
        agreement.state = party.state;
        agreement.capacityBytes = account.capacity.capacityBytes;
        agreement.deposit = stream.deposit;
        agreement.rate = stream.rate;
        // Before its start the slot holds the second by which it must start.
        agreement.clock = party.startEpoch == 0 ? 0 : stream.clock;
        agreement.frac = stream.frac;
        agreement.startEpoch = party.startEpoch;
        agreement.endEpoch = party.endEpoch;
        agreement.penalisedThrough = party.penalisedThrough;
        agreement.missedInRow = party.missedInRow;
        agreement.collateral = uint88(IStakeManager(_stakeManager).committedOf(agreementId));
        agreement.egressEscrow = account.capacity.egressEscrow;
        agreement.egressClaimed = account.capacity.egressClaimed;
        agreement.creditPending = _credits[agreementId].pending;
    }
}
