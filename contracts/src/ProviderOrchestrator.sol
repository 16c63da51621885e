// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {ILedger, IProviderOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Agreement, AgreementState, AgreementTerms, SignedVoucher} from "./interfaces/Types.sol";
import {EgressSlot} from "./lib/EgressSlot.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {Signatures} from "./lib/Signatures.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";
import {Terms} from "./lib/Terms.sol";
import {VoucherList} from "./lib/VoucherList.sol";
import {WordList} from "./lib/WordList.sol";

/// @title The provider's side: confirmation, egress and offers
/// @notice The verifier reaches money only through the verbs here: it says what was proven. What a missed proof costs stands in Penalties, what
/// missed quality costs in Credits.
abstract contract ProviderOrchestrator is IProviderOrchestrator, Ledger {
    using VoucherList for SignedVoucher;
    using VoucherList for SignedVoucher[];

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
        uint256 slot = _progress[providerId];
        // Once in 88 epochs, and where some are short: other code, that of ShortEpochs.
        if (!ProgressSlot.isNext(slot, epoch) || epoch >= _currentEpoch()) _confirmElsewhere();
        slot = ProgressSlot.confirmedBy(slot, epoch);
        _progress[providerId] = slot;
        emit EpochConfirmed({providerId: providerId, epoch: epoch, confirmedSeconds: uint32((slot >> 232) * _epochSeconds)});
    }

    /// @dev Runs the code of ShortEpochs in this storage, with the same call, and returns to the caller.
    function _confirmElsewhere() internal virtual;

    // ---------------------------------------------------------------- egress

    function claimVoucher(uint128 agreementId, uint88 cumulative, uint64 servedBytes, bytes calldata signature)
        external
        returns (uint256 paid)
    {
        SignedVoucher calldata voucher = VoucherList.ofArguments(agreementId, cumulative, servedBytes, signature);
        (uint256 claim, bytes memory refusal) = _claim(Terms.domain(), voucher, agreementId, cumulative);
        if (claim == 0) {
            assembly ("memory-safe") {
                revert(add(refusal, 32), mload(refusal))
            }
        }
        paid = uint80(claim >> 32);
        _earnings[agreementId >> 48] += paid;
        emit VoucherClaimed({agreementId: agreementId, cumulative: cumulative, paid: paid});
    }

    function claimVouchers(SignedVoucher[] calldata vouchers) external returns (uint256 paid) {
        bytes32 domain = Terms.domain();
        uint256[] memory claims = WordList.create(vouchers.length);
        uint256 from = 0;
        while (from < vouchers.length) {
            uint256 run;
            (from, run) = _claimRun(domain, vouchers, from, claims);
            paid += run;
        }
    }

    /// @dev Claims those of one provider and market that stand together from `from` on.
    /// @param claims takes a word for each that was claimed; long enough for all
    /// @return to where the next ones begin
    function _claimRun(bytes32 domain, SignedVoucher[] calldata vouchers, uint256 from, uint256[] memory claims)
        private
        returns (uint256 to, uint256 paid)
    {
        uint256 key = vouchers[from].agreementId >> 48;
        uint256 count = 0;
        // Amounts have 80 bits.
        unchecked {
            for (to = from; to < vouchers.length; ++to) {
                (SignedVoucher calldata voucher, uint256 agreementId, uint256 cumulative) = vouchers.at(to);
                if (agreementId >> 48 != key) break;
                (uint256 claim, bytes memory refusal) = _claim(domain, voucher, agreementId, cumulative);
                if (claim == 0) {
                    emit VoucherSkipped({agreementId: uint128(agreementId), cumulative: uint88(cumulative), reason: refusal});
                    continue;
                }
                WordList.put(claims, count++, claim);
                paid += uint80(claim >> 32);
            }
        }
        if (count == 0) return (to, 0);
        _earnings[key] += paid;
        WordList.announce(claims, count, VouchersClaimed.selector, key >> 16, uint16(key));
    }

    /// @dev Notes the voucher as claimed, all but the earnings, which the caller adds; or changes nothing and says what is wrong with it.
    /// @return claim a word of the event VouchersClaimed; 0 for none
    /// @return refusal the error, where there is no claim
    function _claim(bytes32 domain, SignedVoucher calldata voucher, uint256 agreementId, uint256 cumulative)
        private
        returns (uint256 claim, bytes memory refusal)
    {
        StreamSlot.Place storage place = StreamSlot.placeOf(_egress, agreementId);
        uint256 claimed = place.slot;
        uint256 escrow = EgressSlot.escrowOf(claimed);
        claimed = EgressSlot.claimedOf(claimed);
        // Not above what is claimed, or above the escrow, which is never less: what is too low wraps around.
        unchecked {
            if (cumulative - claimed - 1 >= escrow - claimed) {
                // The slot knows the escrow from the first voucher on.
                if (claimed == 0) escrow = _claimableOf(uint128(agreementId));
                if (claimed != 0 || cumulative - 1 >= escrow) {
                    return (0, _refusalOf(uint128(agreementId), cumulative, claimed, escrow));
                }
            }
        }
        bytes32 digest = Terms.digestOf(domain, voucher);
        address signer = Signatures.signerOf(digest, voucher.signatureOf());
        address consumer = _slas[uint40(agreementId >> 8)].head.consumer;
        if (signer != consumer || signer == address(0)) {
            refusal = _refusalOf(consumer, uint128(agreementId), signer, cumulative);
            if (refusal.length > 0 && !Signatures.isByWallet(consumer, digest, voucher.signatureOf())) return (0, refusal);
        }

        place.slot = EgressSlot.joined(cumulative, escrow);
        // It is above what is claimed, and both have 80 bits.
        unchecked {
            claim = agreementId << 208 >> 16 | cumulative << 112 | (cumulative - claimed) << 32;
        }
    }

    /// @dev What a first voucher may claim.
    function _claimableOf(uint128 agreementId) private view returns (uint256 escrow) {
        Party storage party = _parties[agreementId];
        if (_isLive(party.state)) escrow = party.egressEscrow;
    }

    /// @dev Why a voucher is worth nothing, whoever signed it.
    function _refusalOf(uint128 agreementId, uint256 cumulative, uint256 claimed, uint256 escrow) private view returns (bytes memory) {
        AgreementState state = _parties[agreementId].state;
        if (!_isLive(state)) return abi.encodeWithSelector(ILedger.WrongState.selector, agreementId, uint8(state));
        if (cumulative <= claimed) return abi.encodeWithSelector(VoucherNotHigher.selector, cumulative, claimed);
        return abi.encodeWithSelector(VoucherAboveEscrow.selector, cumulative, escrow);
    }

    /// @dev A session key signs vouchers only as far as its grant goes.
    function _refusalOf(address consumer, uint128 agreementId, address signer, uint256 cumulative) private view returns (bytes memory) {
        (bool allowed, uint88 cap) = IAccessGrants(_grants).vouchersOf(consumer, _slaIdOf(agreementId), signer);
        if (!allowed) return abi.encodeWithSelector(VoucherSignerUnknown.selector, signer);
        return cumulative > cap ? abi.encodeWithSelector(VoucherAboveCap.selector, signer, cumulative, cap) : bytes("");
    }

    // ---------------------------------------------------------------- offers

    function cancelOffers(uint64 providerId) external {
        _requireCaller(IRegistry(_registry).ownerOf(providerId));

        ProgressSlot.Progress memory progress = _progressOf(providerId);
        uint32 nonce = uint32(progress.offerNonce) + 1;
        progress.offerNonce = nonce;
        _progress[providerId] = ProgressSlot.pack(progress);
        emit OffersCancelled({providerId: providerId, nonce: nonce});
    }

    // ---------------------------------------------------------------- views

    function termsOf(uint128 agreementId) public view returns (AgreementTerms memory terms) {
        Party storage party = _parties[agreementId];
        AgreementState state = party.state;
        if (state == AgreementState.None) return terms;
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        (terms.slaId, terms.consumer) = (_slaIdOf(agreementId), _slaOf(agreementId).head.consumer);
        (terms.state, terms.capacityBytes) = (state, party.capacityBytes);
        (terms.rate, terms.endEpoch) = (uint96(stream.rate), uint32(stream.endEpoch));
    }

    function agreementOf(uint128 agreementId) external view returns (Agreement memory agreement) {
        agreement.providerId = _providerOf(agreementId);
        agreement.market = _marketIdOf(agreementId);
        AgreementTerms memory terms = termsOf(agreementId);
        if (terms.state == AgreementState.None) return agreement;
        Party memory party = _parties[agreementId];
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        Extra memory extra = _extras[agreementId];
        agreement.slaId = terms.slaId;
        agreement.consumer = terms.consumer;
        agreement.state = terms.state;
        agreement.capacityBytes = terms.capacityBytes;
        agreement.deposit = uint88(stream.deposit);
        agreement.rate = terms.rate;
        bool aside = extra.creditPending > 0 || extra.rates == Rates.Changing;
        uint256 clock = stream.clock == StreamSlot.UNKNOWN && aside ? extra.clock : stream.clock;
        // Not settled yet: it stands where the agreement began.
        agreement.clock = clock == StreamSlot.UNKNOWN ? 0 : uint32(clock);
        // Before its start the slot holds the second by which it must start.
        agreement.frac = party.startEpoch == 0 ? 0 : uint32(stream.frac);
        agreement.startEpoch = party.startEpoch;
        agreement.endEpoch = terms.endEpoch;
        agreement.penalisedThrough = extra.penalisedThrough;
        agreement.missedInRow = extra.missedInRow;
        agreement.collateral = party.collateral;
        agreement.egressEscrow = party.egressEscrow;
        agreement.egressClaimed = uint88(EgressSlot.claimedOf(_egress[agreementId]));
        agreement.creditPending = extra.creditPending;
    }
}
