// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Ledger} from "./Ledger.sol";
import {Payments} from "./Payments.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IConsumerOrchestrator, ILedger} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState, Authorization, Leg, Offer, Permit, SignedOffer, Sla, SlaState} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {Signatures} from "./lib/Signatures.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title The consumer's side: opening and replacing
/// @notice Code that the Orchestrator runs in its own storage, a second piece only because one piece may not be larger than 24,576 bytes.
/// A consumer's money moves by its own call or its own signature over the terms, and back to it by anyone's call.
contract ConsumerOrchestrator is IConsumerOrchestrator, Payments {
    /// @dev What a leg is opened under: the same for all legs that are opened together.
    struct Opening {
        bytes32 slaId;
        uint16 market;
        address token;
        uint24 endEpoch;
        uint32 startBy;
        uint32 endsAt;
        bool refundsPayer;
    }

    uint8 private constant RIGHT_REPLACE = 16;
    /// @dev DIRECT, CLOUD, DEPIN.
    uint8 private constant STORAGE_KINDS = 7;

    constructor(ILedger.Config memory config) Ledger(config) {}

    /// @notice What it was deployed with: the Orchestrator takes only code that was deployed with the same.
    function configHash() external view returns (bytes32) {
        return _configHash;
    }

    // ---------------------------------------------------------------- opening

    function openWithAuthorization(Sla calldata sla, SignedOffer[] calldata offers, Authorization calldata authorization)
        external
        nonReentrant
        returns (bytes32 slaId)
    {
        Payment memory payment;
        (slaId, payment) = _open(sla, offers, address(0));
        IERC3009(payment.token)
            .receiveWithAuthorization(
                sla.consumer,
                address(this),
                payment.total,
                authorization.validAfter,
                authorization.validBefore,
                slaId,
                authorization.v,
                authorization.r,
                authorization.s
            );
        _requirePaid(payment);
    }

    function open(Sla calldata sla, SignedOffer[] calldata offers) external nonReentrant returns (bytes32 slaId) {
        Payment memory payment;
        (slaId, payment) = _openForCaller(sla, offers);
        _pull(payment);
    }

    function openWithPermit(Sla calldata sla, SignedOffer[] calldata offers, Permit calldata permit)
        external
        nonReentrant
        returns (bytes32 slaId)
    {
        Payment memory payment;
        (slaId, payment) = _openForCaller(sla, offers);
        // Whoever carries the permit to the token first only does this call's work: the allowance then stands already.
        try IERC20Permit(payment.token).permit(msg.sender, address(this), payment.total, permit.deadline, permit.v, permit.r, permit.s) {}
            catch {}
        _pull(payment);
    }

    function _openForCaller(Sla calldata sla, SignedOffer[] calldata offers) private returns (bytes32 slaId, Payment memory payment) {
        if (msg.sender != sla.consumer) revert ConsumerMustCall({consumer: sla.consumer, caller: msg.sender});
        return _open(sla, offers, address(0));
    }

    function openFor(Sla calldata sla, SignedOffer[] calldata offers, bool refundsPayer, bytes calldata signature)
        external
        nonReentrant
        returns (bytes32 slaId)
    {
        Payment memory payment;
        (slaId, payment) = _open(sla, offers, refundsPayer ? msg.sender : address(0));
        bytes32 digest = Terms.digestOf(Terms.hashOfSponsorship(slaId, msg.sender, refundsPayer));
        address recovered = Signatures.signerOf(digest, signature);
        if (!Signatures.isBy(sla.consumer, recovered, digest, signature)) {
            revert SponsorshipSignatureInvalid({slaId: slaId, payer: msg.sender, recovered: recovered});
        }
        emit SlaSponsored({slaId: slaId, payer: msg.sender, refundsPayer: refundsPayer});
        _pull(payment);
    }

    /// @dev Everything but the payment, which must follow at once.
    /// @param refundee who gets back what is unused; zero for the consumer
    function _open(Sla calldata sla, SignedOffer[] calldata offers, address refundee)
        private
        returns (bytes32 slaId, Payment memory payment)
    {
        slaId = Terms.digestOf(Terms.hashOf(sla));
        SlaRecord storage record = _slas[uint40(uint256(slaId))];
        if (record.head.state != SlaState.None) {
            if (record.hashRest == uint256(slaId) >> 40) revert SlaExists({slaId: slaId});
            revert SlaKeyTaken({slaId: slaId});
        }
        uint256 legs = sla.legs.length;
        if (legs != sla.totalShards || legs != offers.length) {
            revert LegCountWrong({legs: legs, totalShards: sla.totalShards, offers: offers.length});
        }
        if (sla.dataShards == 0 || sla.dataShards > sla.totalShards) {
            revert ShardsInvalid({dataShards: sla.dataShards, totalShards: sla.totalShards});
        }
        Opening memory opening = _openingOf(slaId, sla);
        if (refundee != address(0)) {
            opening.refundsPayer = true;
            _payers[uint40(uint256(slaId))] = refundee;
        }

        record.head = SlaHead({
            consumer: sla.consumer,
            market: sla.market,
            endEpoch: opening.endEpoch,
            dataShards: sla.dataShards,
            totalShards: sla.totalShards,
            legsOpen: sla.totalShards,
            legsAlive: sla.totalShards,
            legsLost: 0,
            legs: sla.totalShards,
            state: SlaState.Forming
        });
        (record.hashRest, record.firstProvider) = (uint216(uint256(slaId) >> 40), uint40(sla.legs[0].providerId));
        if (sla.reserve > 0) record.reserve = sla.reserve;
        payment = _paymentOf(opening.token, _openLegs(opening, record, sla, offers) + sla.reserve);
        emit SlaOpened({slaId: slaId, consumer: sla.consumer, market: sla.market, deposited: payment.total});
    }

    function _openingOf(bytes32 slaId, Sla calldata sla) private view returns (Opening memory opening) {
        (uint32 startBy, uint32 endsAt) = (sla.startBy, sla.endsAt);
        bool inTime = startBy > block.timestamp && startBy <= block.timestamp + _startSeconds && endsAt > startBy;
        uint256 epochs = _epochAt(uint256(endsAt) + _epochSeconds - 1);
        if (!inTime || epochs > type(uint24).max) _timesInvalid(startBy, endsAt);
        return Opening({
            slaId: slaId,
            market: sla.market,
            token: _market(sla.market).token,
            endEpoch: uint24(epochs),
            startBy: startBy,
            endsAt: endsAt,
            refundsPayer: false
        });
    }

    function _timesInvalid(uint32 startBy, uint32 endsAt) private view {
        revert TimesInvalid({startBy: startBy, endsAt: endsAt, nowSeconds: block.timestamp});
    }

    /// @return total what the legs cost
    function _openLegs(Opening memory opening, SlaRecord storage record, Sla calldata sla, SignedOffer[] calldata offers)
        private
        returns (uint256 total)
    {
        for (uint256 i = 0; i < offers.length; i++) {
            Leg calldata leg = sla.legs[i];
            total += uint256(leg.deposit) + leg.egressEscrow;
            for (uint256 j = 0; j < i; j++) {
                if (sla.legs[j].providerId == leg.providerId) revert ProviderTwice({providerId: leg.providerId});
            }
            _openLeg(opening, sla.regions, leg, offers[i], i, i);
            if (i > 0) _noteProvider(opening.slaId, record, i, leg.providerId);
        }
    }

    /// @dev Who holds leg number `number`; see `_agreementAt`.
    function _noteProvider(bytes32 slaId, SlaRecord storage record, uint256 number, uint64 providerId) private {
        if (number < 5) {
            record.providers |= uint128(providerId) << uint128(32 * (number - 1));
        } else {
            uint256 slot = uint256(uint40(uint256(slaId))) << 8 | (number - 5) / 8;
            _furtherProviders[slot] |= uint256(providerId) << (32 * ((number - 5) % 8));
        }
    }

    /// @dev One leg becomes one agreement: leg `number` of the SLA, holding its shard `index`. The caller counts it and moves its money.
    function _openLeg(
        Opening memory opening,
        bytes32[] calldata regions,
        Leg calldata leg,
        SignedOffer calldata signed,
        uint256 index,
        uint256 number
    ) private returns (uint128 agreementId) {
        ProgressSlot.Progress memory progress = _progressOf(leg.providerId);
        _requireOffered(opening, leg, signed, index, progress);
        _requireFits(opening, regions, leg, signed.offer, index);
        _reserve(leg, signed.offer, progress);

        agreementId = _idOf(leg.providerId, opening.market, uint40(uint256(opening.slaId)), number);
        _writeLeg(opening, leg, agreementId);
        _announce(opening, leg, agreementId, uint8(index));

        if (leg.collateral > 0) IStakeManager(_stakeManager).commit(leg.providerId, opening.token, agreementId, leg.collateral);
    }

    function _writeLeg(Opening memory opening, Leg calldata leg, uint128 agreementId) private {
        StreamSlot.Stream memory stream = StreamSlot.Stream({
            deposit: leg.deposit, rate: leg.rate, clock: StreamSlot.UNKNOWN, frac: opening.startBy, endEpoch: opening.endEpoch
        });
        _streams[agreementId] = StreamSlot.pack(stream);
        _parties[agreementId] = Party({
            collateral: uint80(leg.collateral),
            egressEscrow: uint80(leg.egressEscrow),
            startEpoch: 0,
            capacityBytes: uint56(leg.capacityBytes),
            refundsPayer: opening.refundsPayer,
            state: AgreementState.Open
        });
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
    function _requireOffered(
        Opening memory opening,
        Leg calldata leg,
        SignedOffer calldata signed,
        uint256 index,
        ProgressSlot.Progress memory progress
    ) private view {
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
        if (offer.nonce != progress.offerNonce) {
            revert OfferCancelled({providerId: offer.providerId, nonce: offer.nonce, current: uint32(progress.offerNonce)});
        }
        (address nodeKey, uint8 kinds, bool listed) = IRegistry(_registry).listingOf(offer.providerId);
        if (!listed || kinds & STORAGE_KINDS == 0) revert ProviderNotListed({providerId: offer.providerId});
        address recovered = Signatures.signerOf(digest, signed.signature);
        if (!Signatures.isBy(nodeKey, recovered, digest, signed.signature)) {
            revert OfferSignatureInvalid({providerId: offer.providerId, recovered: recovered, nodeKey: nodeKey});
        }
    }

    /// @dev The leg keeps to the offer's terms and to the consumer's own.
    function _requireFits(Opening memory opening, bytes32[] calldata regions, Leg calldata leg, Offer calldata offer, uint256 index)
        private
        view
    {
        uint64 providerId = leg.providerId;
        bool held = leg.deposit <= StreamSlot.DEPOSIT_MAX && leg.rate <= StreamSlot.RATE_MAX && leg.egressEscrow <= type(uint80).max
            && leg.collateral <= type(uint80).max && leg.capacityBytes <= type(uint56).max && providerId <= type(uint32).max;
        if (!held) revert LegTooLarge({leg: index});
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

    /// @dev An offer bounds what all of the provider's agreements reserve together.
    function _reserve(Leg calldata leg, Offer calldata offer, ProgressSlot.Progress memory progress) private {
        uint256 reserved = progress.reservedBytes;
        uint256 free = reserved < offer.capacityBytes ? offer.capacityBytes - reserved : 0;
        if (leg.capacityBytes > free) {
            revert OfferOverfilled({offerHash: leg.offerHash, wanted: leg.capacityBytes, free: free});
        }
        progress.reservedBytes = reserved + leg.capacityBytes;
        _progress[leg.providerId] = ProgressSlot.pack(progress);
    }

    // ---------------------------------------------------------------- replacing

    function replaceLeg(Sla calldata sla, uint128 oldAgreementId, Leg calldata leg, SignedOffer calldata offer)
        external
        nonReentrant
        returns (uint128 newAgreementId)
    {
        bytes32 slaId = Terms.digestOf(Terms.hashOf(sla));
        SlaRecord storage record = _slaBy(slaId);
        _requireMandate(slaId, record, sla, leg);
        if (_slaKeyOf(oldAgreementId) != uint40(uint256(slaId))) revert SlaMismatch({slaId: slaId});
        if (!_isReplaceDue(oldAgreementId)) revert ReplaceNotDue({agreementId: oldAgreementId});

        uint256 fromReserve = _payForReplacement(slaId, record, oldAgreementId, leg);
        _requireNewProvider(uint40(uint256(slaId)), record, leg.providerId);
        newAgreementId = _openReplacement(slaId, record, sla, leg, offer, _indexOf(oldAgreementId, record));
        emit LegReplaced({slaId: slaId, oldAgreementId: oldAgreementId, newAgreementId: newAgreementId, fromReserve: fromReserve});
        _follow(uint40(uint256(slaId)), record);
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
        if (number == type(uint8).max) revert LegsExhausted({slaId: slaId});
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
    function _isReplaceDue(uint128 agreementId) private view returns (bool) {
        if (!_isLive(_parties[agreementId].state)) return _breachRefund[agreementId] > 0;
        ProgressSlot.Progress memory progress = _progressOf(_providerOf(agreementId));
        uint256 penalisedThrough = _extras[agreementId].penalisedThrough;
        return penalisedThrough > 0 && (progress.confirmed == 0 || progress.newest < penalisedThrough);
    }

    /// @dev The old leg ends, billed; its rest, then the reserve, then what its breach had refunded pay for the new one.
    function _payForReplacement(bytes32 slaId, SlaRecord storage record, uint128 oldAgreementId, Leg calldata leg)
        private
        returns (uint256 fromReserve)
    {
        address refundee = _refundeeOf(uint40(uint256(slaId)), record);
        mapping(address token => uint256) storage refunds = _refunds[refundee];
        address token = _markets[record.head.market].token;
        // Amounts have 88 bits, and what is subtracted is the smaller.
        unchecked {
            uint256 wanted = uint256(leg.deposit) + leg.egressEscrow;
            uint256 rest = 0;
            uint256 refundable = 0;
            if (_isLive(_parties[oldAgreementId].state)) {
                _settleConfirmed(oldAgreementId);
                rest = _close(oldAgreementId, AgreementState.Closed);
                uint256 over = rest - _least(rest, wanted);
                rest -= over;
                refunds[token] += over;
                emit AgreementClosed({agreementId: oldAgreementId, finalState: uint8(AgreementState.Closed), refunded: over});
            } else {
                record.head.legsLost--;
                refundable = _least(_breachRefund[oldAgreementId] - 1, refunds[token]);
                delete _breachRefund[oldAgreementId];
            }
            fromReserve = _least(wanted - rest, record.reserve);
            uint256 fromRefund = _least(wanted - rest - fromReserve, refundable);
            uint256 available = rest + fromReserve + fromRefund;
            if (available < wanted) revert FundsShort({wanted: wanted, available: available});
            record.reserve -= uint88(fromReserve);
            if (fromRefund > 0) {
                refunds[token] -= fromRefund;
                emit RefundReused({slaId: slaId, account: refundee, token: token, amount: fromRefund});
            }
        }
    }

    /// @dev Legs of one SLA lie at different providers, or one failure would take two.
    function _requireNewProvider(uint256 slaKey, SlaRecord storage record, uint64 providerId) private view {
        uint256 legs = record.head.legs;
        for (uint256 i = 0; i < legs; i++) {
            uint128 agreementId = _agreementAt(slaKey, record, i);
            if (_providerOf(agreementId) != providerId) continue;
            AgreementState state = _parties[agreementId].state;
            if (state == AgreementState.Open || _isLive(state)) revert ProviderTwice({providerId: providerId});
        }
    }
}
