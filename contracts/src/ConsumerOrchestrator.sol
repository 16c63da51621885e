// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Additions} from "./Additions.sol";
import {Credits} from "./Credits.sol";
import {Ledger} from "./Ledger.sol";
import {Legs} from "./Legs.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IConsumerOrchestrator, ILedger} from "./interfaces/IOrchestrator.sol";
import {Authorization, Leg, Permit, SignedOffer, Sla, SlaState} from "./interfaces/Types.sol";
import {Signatures} from "./lib/Signatures.sol";
import {Terms} from "./lib/Terms.sol";

/// @title The consumer's side: opening, top-ups, and what missed quality gives back
/// @notice Code that the Orchestrator runs in its own storage, a second piece only because one piece may not be larger than 24,576 bytes.
/// A consumer's money moves by its own call or its own signature over the terms, and back to it by anyone's call.
contract ConsumerOrchestrator is IConsumerOrchestrator, Legs, Additions, Credits {
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
}
