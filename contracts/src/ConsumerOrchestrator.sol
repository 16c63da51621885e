// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {Ledger} from "./Ledger.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IConsumerOrchestrator, ILedger} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState, Authorization, Leg, Offer, SignedOffer, Sla, SlaState} from "./interfaces/Types.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {Terms} from "./lib/Terms.sol";

/// @title The consumer's side: opening, replacing, ending
/// @notice Code that the Orchestrator runs in its own storage, a second piece only because one piece may not be larger than 24,576 bytes.
/// A consumer's money moves by its own call or its own signature over the terms, and back to it by anyone's call.
contract ConsumerOrchestrator is IConsumerOrchestrator, Ledger {
    using SafeERC20 for IERC20;

    /// @dev What a leg is opened under: the same for all legs that are opened together.
    struct Opening {
        bytes32 slaId;
        address consumer;
        uint16 market;
        uint24 endEpoch;
        uint32 startBy;
        uint32 endsAt;
    }

    uint8 private constant RIGHT_REPLACE = 16;
    /// @dev DIRECT, CLOUD, DEPIN.
    uint8 private constant STORAGE_KINDS = 7;
    /// @dev The _beacon's fallback is due after seven days; a day more to use it.
    uint256 private constant SEED_PATIENCE = 8 days;

    constructor(ILedger.Config memory config) Ledger(config) {}

    /// @notice What it was deployed with: the Orchestrator takes only code that was deployed with the same.
    function configHash() external view returns (bytes32) {
        return _configHash;
    }

    // ---------------------------------------------------------------- opening

    function hashSla(Sla calldata sla) public view returns (bytes32) {
        return Terms.digestOf(Terms.hashOf(sla));
    }

    function openWithAuthorization(Sla calldata sla, SignedOffer[] calldata offers, Authorization calldata authorization)
        external
        nonReentrant
        returns (bytes32 slaId)
    {
        slaId = hashSla(sla);
        (IERC20 token, uint256 total, uint256 wanted) = _open(slaId, sla, offers);
        IERC3009(address(token))
            .receiveWithAuthorization(
                sla.consumer,
                address(this),
                total,
                authorization.validAfter,
                authorization.validBefore,
                slaId,
                authorization.v,
                authorization.r,
                authorization.s
            );
        _requirePaid(token, total, wanted);
    }

    function open(Sla calldata sla, SignedOffer[] calldata offers) external nonReentrant returns (bytes32 slaId) {
        if (msg.sender != sla.consumer) revert ConsumerMustCall({consumer: sla.consumer, caller: msg.sender});
        slaId = hashSla(sla);
        (IERC20 token, uint256 total, uint256 wanted) = _open(slaId, sla, offers);
        token.safeTransferFrom({from: msg.sender, to: address(this), value: total});
        _requirePaid(token, total, wanted);
    }

    /// @dev A token that keeps a part of what it moves is refused.
    function _requirePaid(IERC20 token, uint256 total, uint256 wanted) private view {
        uint256 balance = token.balanceOf(address(this));
        if (balance < wanted) revert ILedger.TokenShortReceived({wanted: total, received: balance + total - wanted});
    }

    /// @dev Everything but the payment: the consumer must now pay `total`, so that the balance reaches `wanted`.
    function _open(bytes32 slaId, Sla calldata sla, SignedOffer[] calldata offers)
        private
        returns (IERC20 token, uint256 total, uint256 wanted)
    {
        SlaRecord storage record = _slas[slaId];
        if (record.head.state != SlaState.None) revert SlaExists({slaId: slaId});
        token = IERC20(_market(sla.market).token);
        uint256 legs = sla.legs.length;
        if (legs != sla.totalShards || legs != offers.length) {
            revert LegCountWrong({legs: legs, totalShards: sla.totalShards, offers: offers.length});
        }
        if (sla.dataShards == 0 || sla.dataShards > sla.totalShards) {
            revert ShardsInvalid({dataShards: sla.dataShards, totalShards: sla.totalShards});
        }
        Opening memory opening = _openingOf(slaId, sla);

        record.head = SlaHead({
            consumer: sla.consumer,
            market: sla.market,
            endEpoch: opening.endEpoch,
            dataShards: sla.dataShards,
            totalShards: sla.totalShards,
            legsOpen: sla.totalShards,
            legsAlive: sla.totalShards,
            legsLost: 0,
            state: SlaState.Forming
        });
        record.reserve = sla.reserve;
        for (uint256 i = 0; i < legs; i++) {
            Leg calldata leg = sla.legs[i];
            total += uint256(leg.deposit) + leg.egressEscrow;
            for (uint256 j = 0; j < i; j++) {
                if (sla.legs[j].providerId == leg.providerId) revert ProviderTwice({providerId: leg.providerId});
            }
            _openLeg(opening, sla.regions, leg, offers[i], i);
        }
        total += sla.reserve;
        wanted = token.balanceOf(address(this)) + total;
        emit SlaOpened({slaId: slaId, consumer: sla.consumer, market: sla.market, deposited: total});
        emit SlaStateChanged({slaId: slaId, state: uint8(SlaState.Forming)});
    }

    function _openingOf(bytes32 slaId, Sla calldata sla) private view returns (Opening memory opening) {
        (uint32 startBy, uint32 endsAt) = (sla.startBy, sla.endsAt);
        bool inTime = startBy > block.timestamp && startBy <= block.timestamp + _startSeconds && endsAt > startBy;
        uint256 epochs = _epochAt(uint256(endsAt) + _epochSeconds - 1);
        if (!inTime || epochs > type(uint24).max) _timesInvalid(startBy, endsAt);
        return
            Opening({slaId: slaId, consumer: sla.consumer, market: sla.market, endEpoch: uint24(epochs), startBy: startBy, endsAt: endsAt});
    }

    function _timesInvalid(uint32 startBy, uint32 endsAt) private view {
        revert TimesInvalid({startBy: startBy, endsAt: endsAt, nowSeconds: block.timestamp});
    }

    /// @dev One leg becomes one agreement. The caller counts it and moves its money.
    function _openLeg(Opening memory opening, bytes32[] calldata regions, Leg calldata leg, SignedOffer calldata signed, uint256 index)
        private
        returns (uint128 agreementId)
    {
        _requireOffered(opening, leg, signed, index);
        _requireFits(opening, regions, leg, signed.offer, index);
        _fill(leg, signed.offer);

        agreementId = uint128(leg.providerId) << 64 | uint128(opening.market) << 48 | ++_agreementCount;
        _slas[opening.slaId].agreementIds.push(agreementId);
        _writeLeg(opening, leg, agreementId, uint8(index));

        if (leg.collateral > 0) {
            address token = _markets[opening.market].token;
            IStakeManager(_stakeManager).commit(leg.providerId, token, agreementId, leg.collateral);
        }
    }

    function _writeLeg(Opening memory opening, Leg calldata leg, uint128 agreementId, uint8 legIndex) private {
        Account storage account = _accounts[agreementId];
        account.stream = Stream({deposit: leg.deposit, rate: leg.rate, clock: opening.startBy, frac: 0, flags: STARTING});
        account.party = Party({
            consumer: opening.consumer,
            startEpoch: 0,
            endEpoch: opening.endEpoch,
            penalisedThrough: 0,
            missedInRow: 0,
            state: AgreementState.Open
        });
        account.slaId = opening.slaId;
        account.capacity =
            Capacity({capacityBytes: leg.capacityBytes, egressEscrow: leg.egressEscrow, egressClaimed: 0, legIndex: legIndex});
        _announce(opening, leg, agreementId, legIndex);
    }

    function _announce(Opening memory opening, Leg calldata leg, uint128 agreementId, uint8 legIndex) private {
        emit AgreementOpened({
            agreementId: agreementId,
            slaId: opening.slaId,
            providerId: leg.providerId,
            legIndex: legIndex,
            capacityBytes: leg.capacityBytes,
            rate: leg.rate,
            deposit: leg.deposit,
            egressEscrow: leg.egressEscrow,
            collateral: leg.collateral,
            endEpoch: opening.endEpoch
        });
    }

    /// @dev The provider's node key signed this offer, it is listed, and the offer lives.
    function _requireOffered(Opening memory opening, Leg calldata leg, SignedOffer calldata signed, uint256 index) private view {
        Offer calldata offer = signed.offer;
        bytes32 digest = Terms.digestOf(Terms.hashOf(offer));
        if (digest != leg.offerHash) {
            revert OfferHashMismatch({leg: index, expected: leg.offerHash, actual: digest});
        }
        if (offer.providerId != leg.providerId || offer.market != opening.market) {
            revert OfferNotForLeg({
                providerId: leg.providerId, market: opening.market, offerProviderId: offer.providerId, offerMarket: offer.market
            });
        }
        if (block.timestamp > offer.expiry) revert OfferExpired({offerHash: digest, expiry: offer.expiry});
        uint256 latest = block.timestamp + _offerLifeSeconds;
        if (offer.expiry > latest) {
            revert OfferLivesTooLong({offerHash: digest, expiry: offer.expiry, latest: uint32(latest)});
        }
        uint32 nonce = _progress[offer.providerId].offerNonce;
        if (offer.nonce != nonce) {
            revert OfferCancelled({providerId: offer.providerId, nonce: offer.nonce, current: nonce});
        }
        (address nodeKey, uint8 kinds, bool listed) = IRegistry(_registry).listingOf(offer.providerId);
        if (!listed || kinds & STORAGE_KINDS == 0) revert ProviderNotListed({providerId: offer.providerId});
        (address recovered,,) = ECDSA.tryRecover(digest, signed.signature);
        if (recovered != nodeKey || nodeKey == address(0)) {
            revert OfferSignatureInvalid({providerId: offer.providerId, recovered: recovered, nodeKey: nodeKey});
        }
    }

    /// @dev The leg keeps to the offer's terms and to the consumer's own.
    function _requireFits(Opening memory opening, bytes32[] calldata regions, Leg calldata leg, Offer calldata offer, uint256 index)
        private
        view
    {
        uint64 providerId = leg.providerId;
        uint256 rate = SettlementMath.rateFor(offer.ratePerGib, leg.capacityBytes);
        if (leg.rate < rate) {
            revert RateBelowOffer({providerId: providerId, rate: leg.rate, minimum: uint96(_least(rate, type(uint96).max))});
        }
        if (leg.capacityBytes == 0 || leg.capacityBytes < offer.minimumBytes) {
            revert CapacityBelowMinimum({providerId: providerId, capacityBytes: leg.capacityBytes, minimum: offer.minimumBytes});
        }
        uint256 long = opening.endsAt - block.timestamp;
        if (long < offer.minimumSeconds || long > offer.maximumSeconds) {
            revert DurationOutsideOffer({
                providerId: providerId, secondsLong: long, minimum: offer.minimumSeconds, maximum: offer.maximumSeconds
            });
        }
        uint256 collateral = SettlementMath.payFor(leg.rate, offer.collateralSeconds);
        if (leg.collateral < collateral) {
            revert CollateralBelowOffer({
                providerId: providerId, collateral: leg.collateral, minimum: uint88(_least(collateral, type(uint88).max))
            });
        }
        uint256 paidSeconds = opening.endsAt > opening.startBy ? opening.endsAt - opening.startBy : 0;
        uint256 needed = SettlementMath.fundingFor(leg.rate, paidSeconds);
        if (leg.deposit < needed) {
            revert DepositBelowDuration({leg: index, deposit: leg.deposit, needed: needed});
        }
        for (uint256 i = 0; i < regions.length; i++) {
            if (regions[i] == offer.region) return;
        }
        if (regions.length > 0) revert RegionNotAllowed({providerId: providerId, region: offer.region});
    }

    function _fill(Leg calldata leg, Offer calldata offer) private {
        uint64 filled = _filled[leg.offerHash];
        uint64 free = filled < offer.capacityBytes ? offer.capacityBytes - filled : 0;
        if (leg.capacityBytes > free) {
            revert OfferOverfilled({offerHash: leg.offerHash, wanted: leg.capacityBytes, free: free});
        }
        _filled[leg.offerHash] = filled + leg.capacityBytes;
    }

    // ---------------------------------------------------------------- replacing

    function replaceLeg(Sla calldata sla, uint128 oldAgreementId, Leg calldata leg, SignedOffer calldata offer)
        external
        nonReentrant
        returns (uint128 newAgreementId)
    {
        bytes32 slaId = hashSla(sla);
        SlaRecord storage record = _slas[slaId];
        Account storage old = _accounts[oldAgreementId];
        _requireMandate(slaId, record, sla, leg);
        if (old.slaId != slaId) revert SlaMismatch({slaId: slaId});
        if (!_isReplaceDue(oldAgreementId, old)) revert ReplaceNotDue({agreementId: oldAgreementId});

        uint256 fromReserve = _payForReplacement(slaId, record, oldAgreementId, leg);
        _requireNewProvider(record, leg.providerId);
        record.head.legsAlive++;
        record.head.legsOpen++;
        record.replaceableFrom = uint32(_least(block.timestamp + sla.coolDownSeconds, type(uint32).max));
        newAgreementId = _openLeg(_replacementOf(slaId, sla, record.head.endEpoch), sla.regions, leg, offer, old.capacity.legIndex);
        emit LegReplaced({slaId: slaId, oldAgreementId: oldAgreementId, newAgreementId: newAgreementId, fromReserve: fromReserve});
        _follow(slaId, record);
        _detach(oldAgreementId);
    }

    /// @dev What the consumer signed once covers this replacement, and whoever calls may use it.
    function _requireMandate(bytes32 slaId, SlaRecord storage record, Sla calldata sla, Leg calldata leg) private view {
        SlaState state = record.head.state;
        if (state == SlaState.None) revert SlaUnknown({slaId: slaId});
        if (state == SlaState.Failed || state == SlaState.Ended) revert SlaNotLive({slaId: slaId, state: uint8(state)});
        if (msg.sender != sla.consumer && !_allows(sla.consumer, slaId, msg.sender, RIGHT_REPLACE)) {
            revert ILedger.NotAuthorised({caller: msg.sender, wanted: sla.consumer});
        }
        if (block.timestamp >= sla.endsAt) _timesInvalid(sla.startBy, sla.endsAt);
        if (block.timestamp < record.replaceableFrom) {
            revert CoolDownRunning({slaId: slaId, until: record.replaceableFrom});
        }
        if (leg.rate > sla.maximumRate) revert RateAboveMandate({rate: leg.rate, maximum: sla.maximumRate});
    }

    /// @dev Breached and not yet replaced, or penalised since the provider's last confirmed epoch.
    function _isReplaceDue(uint128 agreementId, Account storage account) private view returns (bool) {
        if (!_isLive(account.party.state)) return account.stream.flags & BREACHED != 0;
        Progress storage progress = _progress[_providerOf(agreementId)];
        uint24 penalisedThrough = account.party.penalisedThrough;
        return penalisedThrough > 0 && (!progress.any || progress.newest < penalisedThrough);
    }

    /// @dev The old leg ends, billed; its rest, then the reserve, then what its breach had refunded pay for the new one.
    function _payForReplacement(bytes32 slaId, SlaRecord storage record, uint128 oldAgreementId, Leg calldata leg)
        private
        returns (uint256 fromReserve)
    {
        Account storage old = _accounts[oldAgreementId];
        mapping(address token => uint256) storage refunds = _refunds[record.head.consumer];
        address token = _markets[record.head.market].token;
        // Amounts have 88 bits, and what is subtracted is the smaller.
        unchecked {
            uint256 wanted = uint256(leg.deposit) + leg.egressEscrow;
            uint256 rest = 0;
            uint256 refundable = 0;
            if (_isLive(old.party.state)) {
                _settleConfirmed(oldAgreementId, old);
                rest = _close(old, AgreementState.Closed);
                uint256 over = rest - _least(rest, wanted);
                rest -= over;
                refunds[token] += over;
                emit AgreementClosed({agreementId: oldAgreementId, finalState: uint8(AgreementState.Closed), refunded: over});
            } else {
                old.stream.flags = 0;
                record.head.legsLost--;
                refundable = _least(_breachRefund[oldAgreementId], refunds[token]);
                delete _breachRefund[oldAgreementId];
            }
            fromReserve = _least(wanted - rest, record.reserve);
            uint256 fromRefund = _least(wanted - rest - fromReserve, refundable);
            uint256 available = rest + fromReserve + fromRefund;
            if (available < wanted) revert FundsShort({wanted: wanted, available: available});
            record.reserve -= uint88(fromReserve);
            if (fromRefund > 0) {
                refunds[token] -= fromRefund;
                emit RefundReused({slaId: slaId, account: record.head.consumer, token: token, amount: fromRefund});
            }
        }
    }

    function _replacementOf(bytes32 slaId, Sla calldata sla, uint24 endEpoch) private view returns (Opening memory) {
        return Opening({
            slaId: slaId,
            consumer: sla.consumer,
            market: sla.market,
            endEpoch: endEpoch,
            startBy: uint32(block.timestamp + _startSeconds),
            endsAt: sla.endsAt
        });
    }

    /// @dev Legs of one SLA lie at different providers, or one failure would take two.
    function _requireNewProvider(SlaRecord storage record, uint64 providerId) private view {
        uint256 count = record.agreementIds.length;
        for (uint256 i = 0; i < count; i++) {
            uint128 agreementId = record.agreementIds[i];
            if (_providerOf(agreementId) != providerId) continue;
            AgreementState state = _accounts[agreementId].party.state;
            if (state == AgreementState.Open || _isLive(state)) revert ProviderTwice({providerId: providerId});
        }
    }

    // ---------------------------------------------------------------- ending

    function giveNotice(uint128 agreementId) external {
        Account storage account = _accounts[agreementId];
        Party storage party = account.party;
        _requireState(agreementId, account, AgreementState.Active);
        if (msg.sender != party.consumer && msg.sender != IRegistry(_registry).ownerOf(_providerOf(agreementId))) {
            revert ILedger.NotAuthorised({caller: msg.sender, wanted: party.consumer});
        }

        uint256 endEpoch = _epochAt(block.timestamp + _noticeSeconds) + 1;
        if (endEpoch < party.endEpoch) party.endEpoch = uint24(endEpoch);
        party.state = AgreementState.Notice;
        emit NoticeGiven({agreementId: agreementId, by: msg.sender, endEpoch: party.endEpoch});
    }

    function end(uint128 agreementId) external nonReentrant {
        Account storage account = _accounts[agreementId];
        _requireLive(agreementId, account);
        _requireBillable(agreementId, account.party.endEpoch - 1);

        _settleConfirmed(agreementId, account);
        SlaRecord storage record = _slas[account.slaId];
        if (account.party.endEpoch < record.head.endEpoch) record.head.legsLost++;
        _refundAndClose(agreementId, account, record, AgreementState.Closed);
        _detach(agreementId);
    }

    function void_(uint128 agreementId) external nonReentrant {
        Account storage account = _accounts[agreementId];
        _requireState(agreementId, account, AgreementState.Open);
        uint256 startBy = account.stream.clock;
        if (block.timestamp <= startBy) _tooEarly(startBy + 1);

        SlaRecord storage record = _slas[account.slaId];
        record.head.legsLost++;
        _refundAndClose(agreementId, account, record, AgreementState.Void);
        _detach(agreementId);
    }

    function endSla(bytes32 slaId) external {
        SlaRecord storage record = _slas[slaId];
        if (record.head.state == SlaState.None) revert SlaUnknown({slaId: slaId});
        if (record.head.legsAlive > 0) revert LegsAlive({slaId: slaId, legsAlive: record.head.legsAlive});

        _follow(slaId, record);
    }

    /// @dev Nothing of the agreement's epochs through `last` can still be confirmed, credited or disputed.
    function _requireBillable(uint128 agreementId, uint32 last) private view {
        (bool any, uint32 finalEpoch_) = _finalEpoch(_markets[_marketIdOf(agreementId)].oracle);
        if (!any || finalEpoch_ < last) {
            _tooEarly(_endOf(last) + _qualityWindowSeconds + _finalitySeconds);
        }
        Progress storage progress = _progress[_providerOf(agreementId)];
        if (progress.any && progress.newest >= last) return;
        // Without a seed the last epoch is delayed, not missed; without a _beacon that answers, not for ever.
        uint256 patience = _endOf(last) + SEED_PATIENCE;
        if (block.timestamp <= patience && !_isAuditOver(last)) {
            _tooEarly(patience + 1);
        }
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
