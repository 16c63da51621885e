// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payments} from "./Payments.sol";
import {RateRecord} from "./RateRecord.sol";
import {IAdditions, IConsumerOrchestrator, IRenewals} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {AgreementState, Renewal, RenewalMandate} from "./interfaces/Types.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {Signatures} from "./lib/Signatures.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title A longer time for a running agreement, under what its consumer signed once
/// @notice The mandate bounds what is taken and how long it lasts; the provider's signature fixes one step of it. Each step names the end that it moves,
/// so that none is taken twice.
abstract contract Renewals is IRenewals, RateRecord, Payments {
    function renew(
        RenewalMandate calldata mandate,
        Renewal calldata renewal,
        bytes calldata consumerSignature,
        bytes calldata payerSignature,
        bytes calldata providerSignature
    ) external nonReentrant {
        uint128 agreementId = mandate.agreementId;
        _requireState(agreementId, AgreementState.Active);
        bytes32 digest = Terms.digestOf(Terms.hashOf(mandate));
        _requireMandate(mandate, digest, consumerSignature, payerSignature);
        _requireOffered(agreementId, digest, renewal, providerSignature);
        _requireWithin(mandate, renewal);

        uint256 added = _extend(mandate, renewal);
        _spend(mandate, digest, added);
        emit AgreementRenewed({
            agreementId: agreementId, mandate: digest, payer: mandate.payer, endEpoch: renewal.endEpoch, rate: renewal.rate, deposit: added
        });

        if (added > 0) _pullFrom(mandate.payer, _paymentOf(_tokenOf(agreementId), added));
        // Not tried, but done: a unit that no audit draws any more would be paid for nothing.
        IPossessionVerifier(_verifier).follow(agreementId);
    }

    /// @dev Who gives the mandate is the consumer itself, who pays agreed, and neither took it back.
    function _requireMandate(
        RenewalMandate calldata mandate,
        bytes32 digest,
        bytes calldata consumerSignature,
        bytes calldata payerSignature
    ) private view {
        address consumer = _slaOf(mandate.agreementId).head.consumer;
        _requireGiven(mandate.agreementId, consumer, mandate.consumerNonce, digest, consumerSignature);
        bool same = mandate.payer == consumer;
        _requireGiven(mandate.agreementId, mandate.payer, mandate.payerNonce, digest, same ? consumerSignature : payerSignature);
    }

    function _requireGiven(uint128 agreementId, address account, uint32 nonce, bytes32 digest, bytes calldata signature) private view {
        uint32 current = _mandateNonces[agreementId][account];
        if (nonce != current) revert MandateRevoked({agreementId: agreementId, account: account, nonce: nonce, current: current});
        address recovered = Signatures.signerOf(digest, signature);
        if (!Signatures.isBy(account, recovered, digest, signature)) {
            revert MandateSignatureInvalid({agreementId: agreementId, recovered: recovered, wanted: account});
        }
    }

    /// @dev The provider is listed, and its node key signed this step under this mandate, which is neither over nor cancelled.
    function _requireOffered(uint128 agreementId, bytes32 mandate, Renewal calldata renewal, bytes calldata signature) private view {
        uint64 providerId = _providerOf(agreementId);
        if (block.timestamp > renewal.expiry) revert RenewalExpired({agreementId: agreementId, expiry: renewal.expiry});
        uint256 nonce = _progressOf(providerId).offerNonce;
        if (renewal.offerNonce != nonce) {
            revert IConsumerOrchestrator.OfferCancelled({providerId: providerId, nonce: renewal.offerNonce, current: uint32(nonce)});
        }
        (address nodeKey,, bool listed) = IRegistry(_registry).listingOf(providerId);
        if (!listed) revert IConsumerOrchestrator.ProviderNotListed({providerId: providerId});
        bytes32 digest = Terms.digestOf(Terms.hashOf(mandate, renewal));
        address recovered = Signatures.signerOf(digest, signature);
        if (!Signatures.isBy(nodeKey, recovered, digest, signature)) {
            revert RenewalSignatureInvalid({agreementId: agreementId, recovered: recovered, nodeKey: nodeKey});
        }
    }

    /// @dev The step begins where the agreement ends, comes in time, and keeps to the mandate.
    function _requireWithin(RenewalMandate calldata mandate, Renewal calldata renewal) private view {
        uint128 agreementId = mandate.agreementId;
        uint256 end = StreamSlot.unpack(_streams[agreementId]).endEpoch;
        if (renewal.fromEpoch != end) {
            revert RenewalNotNext({agreementId: agreementId, fromEpoch: renewal.fromEpoch, endEpoch: uint32(end)});
        }
        uint256 window = _least(_least(mandate.windowEpochs, CHANGE_EPOCHS_MAX), end);
        uint256 current = _currentEpoch();
        if (current < end - window || current >= end) {
            revert RenewalOutsideWindow({agreementId: agreementId, epoch: current, earliest: end - window, latest: end - 1});
        }
        uint256 latest = _least(_least(end + mandate.stepEpochs, mandate.latestEnd), type(uint24).max);
        if (renewal.endEpoch <= end || renewal.endEpoch > latest) {
            revert RenewalTooLong({agreementId: agreementId, endEpoch: renewal.endEpoch, latest: latest});
        }
        uint256 maximum = _least(mandate.maximumRate, StreamSlot.RATE_MAX);
        if (renewal.rate > maximum) {
            revert IConsumerOrchestrator.RateAboveMandate({rate: renewal.rate, maximum: uint96(maximum)});
        }
        uint256 collateral = _parties[agreementId].collateral;
        if (collateral < mandate.collateral) {
            revert CollateralBelowMandate({agreementId: agreementId, collateral: collateral, minimum: mandate.collateral});
        }
    }

    /// @dev Moves the end, and the rate behind it, in the books.
    /// @return added to the deposit, so that it covers all that can still be earned
    function _extend(RenewalMandate calldata mandate, Renewal calldata renewal) private returns (uint256 added) {
        uint128 agreementId = mandate.agreementId;
        if (renewal.rate != _rateIn(agreementId, StreamSlot.unpack(_streams[agreementId]).rate, renewal.fromEpoch - 1)) {
            _noteChange(agreementId, renewal.rate, renewal.fromEpoch, _changes[agreementId].number + 1);
        }
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        stream.endEpoch = renewal.endEpoch;
        _streams[agreementId] = StreamSlot.pack(stream);

        uint256 due = _dueOf(agreementId);
        if (due > stream.deposit) added = due - stream.deposit;
        // What missed epochs left is whose the rest is, and that one alone may use it up.
        if (mandate.payer != _refundeeOf(_slaKeyOf(agreementId), _slaOf(agreementId))) {
            uint256 price = SettlementMath.fundingFor(renewal.rate, uint256(renewal.endEpoch - renewal.fromEpoch) * _epochSeconds);
            if (added < price) added = price;
        }
        uint256 deposit = added > StreamSlot.DEPOSIT_MAX ? added : stream.deposit + added;
        if (deposit > StreamSlot.DEPOSIT_MAX) {
            revert IAdditions.TopUpTooLarge({agreementId: agreementId, deposit: deposit, egressEscrow: 0});
        }
        stream.deposit = deposit;
        _streams[agreementId] = StreamSlot.pack(stream);
    }

    function _spend(RenewalMandate calldata mandate, bytes32 digest, uint256 amount) private {
        uint256 left = mandate.budget - _mandateSpent[digest];
        if (amount > left) revert MandateSpent({agreementId: mandate.agreementId, wanted: amount, left: left});
        if (amount > 0) _mandateSpent[digest] += amount;
    }

    function revokeMandates(uint128 agreementId) external returns (uint32 nonce) {
        nonce = ++_mandateNonces[agreementId][msg.sender];
        emit MandatesRevoked({agreementId: agreementId, account: msg.sender, nonce: nonce});
    }

    function mandateNonceOf(uint128 agreementId, address account) external view returns (uint32) {
        return _mandateNonces[agreementId][account];
    }

    function mandateSpentOf(bytes32 mandate) external view returns (uint256) {
        return _mandateSpent[mandate];
    }
}
