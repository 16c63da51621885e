// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {Payments} from "./Payments.sol";
import {IConsumerOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState, Leg, Offer, SignedOffer} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {Signatures} from "./lib/Signatures.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title How a leg of an SLA becomes an agreement, under a live offer of its provider
/// @notice The same whether the SLA is opened or a leg of it replaced.
abstract contract Legs is Payments {
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

    /// @dev DIRECT, CLOUD, DEPIN.
    uint8 private constant STORAGE_KINDS = 7;

    /// @dev Who holds leg number `number`; see `_agreementAt`.
    function _noteProvider(bytes32 slaId, SlaRecord storage record, uint256 number, uint64 providerId) internal {
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
    ) internal returns (uint128 agreementId) {
        ProgressSlot.Progress memory progress = _progressOf(leg.providerId);
        _requireOffered(opening, leg, signed, index, progress);
        _requireFits(opening, regions, leg, signed.offer, index);
        _reserve(leg, signed.offer, progress);

        agreementId = _idOf(leg.providerId, opening.market, uint40(uint256(opening.slaId)), number);
        _writeLeg(opening, leg, agreementId);
        _announceLeg(opening, leg, agreementId, uint8(index));

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

    function _announceLeg(Opening memory opening, Leg calldata leg, uint128 agreementId, uint8 legIndex) private {
        emit IConsumerOrchestrator.AgreementOpened({
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
            revert IConsumerOrchestrator.OfferHashMismatch({leg: index, expected: leg.offerHash, actual: digest});
        }
        if (offer.providerId != leg.providerId || offer.market != opening.market) {
            revert IConsumerOrchestrator.OfferNotForLeg({
                providerId: leg.providerId, market: opening.market, offerProviderId: offer.providerId, offerMarket: offer.market
            });
        }
        if (block.timestamp > offer.expiry) revert IConsumerOrchestrator.OfferExpired({offerHash: digest, expiry: offer.expiry});
        uint256 latest = block.timestamp + _offerLifeSeconds;
        if (offer.expiry > latest) {
            revert IConsumerOrchestrator.OfferLivesTooLong({offerHash: digest, expiry: offer.expiry, latest: uint32(latest)});
        }
        if (offer.nonce != progress.offerNonce) {
            revert IConsumerOrchestrator.OfferCancelled({
                providerId: offer.providerId, nonce: offer.nonce, current: uint32(progress.offerNonce)
            });
        }
        (address nodeKey, uint8 kinds, bool listed) = IRegistry(_registry).listingOf(offer.providerId);
        if (!listed || kinds & STORAGE_KINDS == 0) revert IConsumerOrchestrator.ProviderNotListed({providerId: offer.providerId});
        address recovered = Signatures.signerOf(digest, signed.signature);
        if (!Signatures.isBy(nodeKey, recovered, digest, signed.signature)) {
            revert IConsumerOrchestrator.OfferSignatureInvalid({providerId: offer.providerId, recovered: recovered, nodeKey: nodeKey});
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
        if (!held) revert IConsumerOrchestrator.LegTooLarge({leg: index});
        uint256 rate = SettlementMath.rateFor(offer.ratePerGib, leg.capacityBytes);
        if (leg.rate < rate) {
            revert IConsumerOrchestrator.RateBelowOffer({
                providerId: providerId, rate: leg.rate, minimum: uint96(_least(rate, type(uint96).max))
            });
        }
        if (leg.capacityBytes == 0 || leg.capacityBytes < offer.minimumBytes) {
            revert IConsumerOrchestrator.CapacityBelowMinimum({
                providerId: providerId, capacityBytes: leg.capacityBytes, minimum: offer.minimumBytes
            });
        }
        uint256 long = opening.endsAt - block.timestamp;
        if (long < offer.minimumSeconds || long > offer.maximumSeconds) {
            revert IConsumerOrchestrator.DurationOutsideOffer({
                providerId: providerId, secondsLong: long, minimum: offer.minimumSeconds, maximum: offer.maximumSeconds
            });
        }
        uint256 collateral = SettlementMath.payFor(leg.rate, offer.collateralSeconds);
        if (leg.collateral < collateral) {
            revert IConsumerOrchestrator.CollateralBelowOffer({
                providerId: providerId, collateral: leg.collateral, minimum: uint88(_least(collateral, type(uint88).max))
            });
        }
        uint256 paidSeconds = opening.endsAt > opening.startBy ? opening.endsAt - opening.startBy : 0;
        uint256 needed = SettlementMath.fundingFor(leg.rate, paidSeconds);
        if (leg.deposit < needed) {
            revert IConsumerOrchestrator.DepositBelowDuration({leg: index, deposit: leg.deposit, needed: needed});
        }
        for (uint256 i = 0; i < regions.length; i++) {
            if (regions[i] == offer.region) return;
        }
        if (regions.length > 0) revert IConsumerOrchestrator.RegionNotAllowed({providerId: providerId, region: offer.region});
    }

    /// @dev An offer bounds what all of the provider's agreements reserve together.
    function _reserve(Leg calldata leg, Offer calldata offer, ProgressSlot.Progress memory progress) private {
        uint256 reserved = progress.reservedBytes;
        uint256 free = reserved < offer.capacityBytes ? offer.capacityBytes - reserved : 0;
        if (leg.capacityBytes > free) {
            revert IConsumerOrchestrator.OfferOverfilled({offerHash: leg.offerHash, wanted: leg.capacityBytes, free: free});
        }
        progress.reservedBytes = reserved + leg.capacityBytes;
        _progress[leg.providerId] = ProgressSlot.pack(progress);
    }

    function _timesInvalid(uint32 startBy, uint32 endsAt) internal view {
        revert IConsumerOrchestrator.TimesInvalid({startBy: startBy, endsAt: endsAt, nowSeconds: block.timestamp});
    }
}
