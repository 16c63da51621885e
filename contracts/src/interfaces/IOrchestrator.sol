// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    Agreement,
    AgreementTerms,
    Authorization,
    Leg,
    Permit,
    RateChange,
    Renewal,
    RenewalMandate,
    SignedOffer,
    SignedVoucher,
    Sla,
    SlaState
} from "./Types.sol";

/// @title All money and all agreements
/// @notice One deployed contract, read in thirteen parts: ILedger (what it was deployed with, markets, records), ISettlement (pay, payouts),
/// IConsumerOrchestrator (payments, terms), IReplacing, IAdditions (top-ups), IRateChanges, IRenewals, IEnding, IProviderOrchestrator (confirmation, egress, offers), IShortEpochs,
/// ICredits,
/// IPenalties and IDisputes. Token amounts are in the token's smallest unit; rates are token units per second as 64.32 fixed point; times are unix seconds;
/// epochs count from the genesis. Agreement id: providerId << 64 | market << 48 | index, and index: low 40 bits of the SLA's id << 8 | leg
/// number, so that it is known before the opening.
interface ILedger {
    /// @notice What an Orchestrator is deployed with, for ever. Seconds, unless said otherwise.
    struct Config {
        /// Unix second at which epoch 0 begins.
        uint32 genesis;
        uint32 epochSeconds;
        uint32 auditWindowSeconds;
        uint32 qualityWindowSeconds;
        uint32 finalitySeconds;
        /// Longest time from opening to `startBy`; a replacement has all of it.
        uint32 startSeconds;
        uint32 noticeSeconds;
        uint32 offerLifeSeconds;
        address registry;
        address stakeManager;
        address verifier;
        address beacon;
        address grants;
        address fund;
        address governor;
        /// Freezes disputed sums and moves them as it rules, for ever: no other arbitration can be named later.
        address arbitration;
    }

    event MarketCreated(uint16 indexed market, address indexed token, uint16 feeBps, address oracle);
    event Settled(uint128 indexed agreementId, uint256 paid, uint256 credited, uint32 clock);

    error MarketUnknown(uint16 market);
    error FeeAboveCap(uint16 feeBps, uint16 capBps);
    error NotAuthorised(address caller, address wanted);
    error TokenShortReceived(uint256 wanted, uint256 received);
    error ConfigInvalid(string field);
    error WrongState(uint128 agreementId, uint8 state);
    error TooEarly(uint256 nowSeconds, uint256 earliest);

    /// @notice Only the governor. The id's upper 6 bits number the oracle, the lower 9 count markets from 1.
    function createMarket(address token, uint16 feeBps, address oracle) external returns (uint16 market);
    /// @notice The same, with bit 9 of the id set: in this market silence of the oracle makes an epoch final five epochs later than in others, so that
    /// its pay waits for its root or a later one. Both sides of an agreement choose it by signing the market's number.
    function createHoldingMarket(address token, uint16 feeBps, address oracle) external returns (uint16 market);
    function marketOf(uint16 market) external view returns (address token, uint16 feeBps, address oracle);

    function genesis() external view returns (uint32);
    function epochSeconds() external view returns (uint32);
    function auditWindowSeconds() external view returns (uint32);
    function qualityWindowSeconds() external view returns (uint32);
    function finalitySeconds() external view returns (uint32);
    function currentEpoch() external view returns (uint32);
    function startSeconds() external view returns (uint32);
    function noticeSeconds() external view returns (uint32);
    function offerLifeSeconds() external view returns (uint32);
    function registry() external view returns (address);
    function stakeManager() external view returns (address);
    function verifier() external view returns (address);
    function beacon() external view returns (address);
    function grants() external view returns (address);
    function fund() external view returns (address);
    function governor() external view returns (address);
    function arbitration() external view returns (address);
    /// @notice Newest epoch whose quality is final in `market` (its oracle's root posted finalitySeconds ago and the audit window closed, or by
    /// timeout: end + qualityWindow + finality, and five epochs more in a holding market). `any` is false before the first.
    function finalEpoch(uint16 market) external view returns (bool any, uint32 epoch);

    /// @notice EIP-712 digest of `sla`: its id.
    function hashSla(Sla calldata sla) external view returns (bytes32);
    function hashOffer(SignedOffer calldata offer) external view returns (bytes32);

    /// @notice Who gets back what is unused of the SLA's money: its consumer, or who paid for it and keeps the rest; zero for an unknown SLA.
    function refundeeOf(bytes32 slaId) external view returns (address);

    /// @param agreementIds all that ever were, by leg number; replacements follow the legs of the opening
    function slaOf(bytes32 slaId)
        external
        view
        returns (
            SlaState state,
            address consumer,
            uint16 market,
            uint8 dataShards,
            uint8 legsAlive,
            uint88 reserve,
            uint128[] memory agreementIds
        );

    function offerNonceOf(uint64 providerId) external view returns (uint32);
    /// @notice Bytes that the provider's agreements reserve now, those not yet started included: what bounds every offer of it.
    function reservedOf(uint64 providerId) external view returns (uint64 reservedBytes);

    function isConfirmed(uint64 providerId, uint32 epoch) external view returns (bool);
}

/// @title Settling, and taking money out
interface ISettlement {
    event EarningsWithdrawn(uint64 indexed providerId, uint16 indexed market, address payout, uint256 net, uint256 fee);
    event RefundWithdrawn(address indexed account, address indexed token, uint256 amount);
    event FeesSwept(uint16 indexed market, address fund, uint256 amount);
    /// @notice The oracle's newest root: what `finalEpoch` of its markets counts from.
    event RootRecorded(address indexed oracle, uint32 indexed epoch, uint32 postedAt);
    /// @notice Several settlements of one provider and market, one word each, from the highest bits down: 16 zero bits; the agreement id's
    /// index (its low 48 bits); paid 80; credited 80; clock 32. Each says what a `Settled` would.
    event SettledMany(uint64 indexed providerId, uint16 indexed market, uint256[] settlements);
    event SettleSkipped(uint128 indexed agreementId, bytes reason);

    error NothingToWithdraw(address account);
    error EpochNotEnded(uint32 epoch);
    error RootNotNewer(uint32 epoch, uint32 newest);
    error EarningsMixed(uint128 agreementId, uint64 providerId, uint16 market);

    /// @notice Only an oracle of some market: its root of `epoch` stands since now. Pushed, so that settling asks nobody.
    function rootPosted(uint32 epoch) external;

    /// @notice Pays what is confirmed and final. Anyone may call; nobody's final balance depends on when or by whom (P16).
    function settle(uint128 agreementId) external returns (uint256 paid);
    /// @notice Settles each; skips and reports a bad element (event SettleSkipped) instead of reverting. Cheapest when those of one provider
    /// and market stand together.
    function settleMany(uint128[] calldata agreementIds) external returns (uint256 paid);
    /// @notice Settles each as settleMany does, and sends these and the pooled earnings, less the market's fee, straight to the provider's payout
    /// wallet. All must be of one provider and market. Anyone may call.
    function settleAndWithdraw(uint128[] calldata agreementIds) external returns (uint256 net);

    /// @notice Sends a provider's pooled earnings of one market, less the market's fee, to its payout wallet. Anyone may call.
    function withdrawEarnings(uint64 providerId, uint16 market) external returns (uint256 net);
    /// @notice Sends refunds and credits owed to `account` to it. Anyone may call.
    function withdrawRefund(address account, address token) external returns (uint256 amount);
    /// @notice Sends collected fees to the community fund. Anyone may call.
    function sweepFees(uint16 market) external returns (uint256 amount);

    function earningsOf(uint64 providerId, uint16 market) external view returns (uint256);
    function refundOf(address account, address token) external view returns (uint256);
    function feesOf(uint16 market) external view returns (uint256);
}

/// @title The consumer's side: opening
interface IConsumerOrchestrator {
    /// @notice Its state is Forming; later ones are told by SlaStateChanged.
    event SlaOpened(bytes32 indexed slaId, address indexed consumer, uint16 indexed market, uint256 deposited);
    /// @notice The SLA was paid by another than its consumer; `refundsPayer`: what is unused goes back there.
    event SlaSponsored(bytes32 indexed slaId, address indexed payer, bool refundsPayer);
    event AgreementOpened(
        uint128 indexed agreementId,
        bytes32 indexed slaId,
        uint64 indexed providerId,
        uint8 legIndex,
        uint64 capacityBytes,
        uint96 rate,
        uint88 deposit,
        uint88 egressEscrow,
        uint88 collateral,
        uint32 endEpoch
    );
    event LegReplaced(bytes32 indexed slaId, uint128 indexed oldAgreementId, uint128 indexed newAgreementId, uint256 fromReserve);
    /// @notice A replacement of a breached leg took back, from the refundee's refund of the token, part of what the breach had refunded.
    event RefundReused(bytes32 indexed slaId, address indexed account, address indexed token, uint256 amount);
    /// @notice A replacement took, from what the StakeManager holds for the consumer, part of what slashes of the old leg had left there.
    event SlashShareReused(bytes32 indexed slaId, address indexed account, address indexed token, uint256 amount);
    event NoticeGiven(uint128 indexed agreementId, address by, uint32 endEpoch);
    /// @notice The refund of the SLA's refundee grew by `refunded`: unused deposit and unused egress escrow, less what a replacement took.
    event AgreementClosed(uint128 indexed agreementId, uint8 finalState, uint256 refunded);
    event SlaStateChanged(bytes32 indexed slaId, uint8 state);
    /// @notice The unused reserve went back to the SLA's refundee.
    event ReserveReleased(bytes32 indexed slaId, uint256 amount);

    error SlaExists(bytes32 slaId);
    error SlaMismatch(bytes32 slaId);
    error SlaUnknown(bytes32 slaId);
    error ConsumerMustCall(address consumer, address caller);
    error SponsorshipSignatureInvalid(bytes32 slaId, address payer, address recovered);
    error LegCountWrong(uint256 legs, uint256 totalShards, uint256 offers);
    error ShardsInvalid(uint8 dataShards, uint8 totalShards);
    error OfferHashMismatch(uint256 leg, bytes32 expected, bytes32 actual);
    error OfferSignatureInvalid(uint64 providerId, address recovered, address nodeKey);
    error OfferExpired(bytes32 offerHash, uint32 expiry);
    error OfferLivesTooLong(bytes32 offerHash, uint32 expiry, uint32 latest);
    error OfferCancelled(uint64 providerId, uint32 nonce, uint32 current);
    /// @notice The provider's agreements together may not reserve more than the offer's capacity.
    error OfferOverfilled(bytes32 offerHash, uint256 wanted, uint256 free);
    /// @notice Amounts have 80 bits in the ledger, rates 88, capacities 56 and provider ids 32.
    error LegTooLarge(uint256 leg);
    /// @notice Another SLA has the same low 40 bits in its id: sign again with another salt.
    error SlaKeyTaken(bytes32 slaId);
    /// @notice An SLA has at most 255 legs, replacements included.
    error LegsExhausted(bytes32 slaId);
    error ProviderNotListed(uint64 providerId);
    error ProviderTwice(uint64 providerId);
    error RateBelowOffer(uint64 providerId, uint96 rate, uint96 minimum);
    error RateAboveMandate(uint96 rate, uint96 maximum);
    error RegionNotAllowed(uint64 providerId, bytes32 region);
    error CollateralBelowOffer(uint64 providerId, uint88 collateral, uint88 minimum);
    error CapacityBelowMinimum(uint64 providerId, uint64 capacityBytes, uint64 minimum);
    error DurationOutsideOffer(uint64 providerId, uint256 secondsLong, uint32 minimum, uint32 maximum);
    error DepositBelowDuration(uint256 leg, uint88 deposit, uint256 needed);
    error TimesInvalid(uint32 startBy, uint32 endsAt, uint256 nowSeconds);
    error ReplaceNotDue(uint128 agreementId);
    error CoolDownRunning(bytes32 slaId, uint256 until);
    error FundsShort(uint256 wanted, uint256 available);
    error OfferNotForLeg(uint64 providerId, uint16 market, uint64 offerProviderId, uint16 offerMarket);
    error SlaNotLive(bytes32 slaId, uint8 state);
    error GasShort(uint256 left, uint256 wanted);
    error LegsAlive(bytes32 slaId, uint8 legsAlive);

    /// @notice Opens all legs, locks the payment and commits the collateral in one transaction, paid by the consumer's ERC-3009
    /// authorisation whose nonce is the SLA id. Anyone may relay it. offers[i] belongs to sla.legs[i].
    function openWithAuthorization(Sla calldata sla, SignedOffer[] calldata offers, Authorization calldata authorization)
        external
        returns (bytes32 slaId);

    /// @notice The same, called by the consumer, paid from its allowance.
    function open(Sla calldata sla, SignedOffer[] calldata offers) external returns (bytes32 slaId);

    /// @notice The same, called by the consumer, with its ERC-2612 permit over exactly the payment.
    function openWithPermit(Sla calldata sla, SignedOffer[] calldata offers, Permit calldata permit) external returns (bytes32 slaId);

    /// @notice The same, called and paid from its allowance by whoever sponsors it. The consumer signs that it accepts the terms from this payer
    /// (EIP-712 `Sponsorship(bytes32 slaId,address payer,bool refundsPayer)`; a contract by ERC-1271), and has all of a consumer's rights.
    /// @param refundsPayer unused deposits, escrows and reserve go back to the caller; otherwise to the consumer. Credits and slash shares,
    /// which make good what the consumer suffered, are the consumer's in any case.
    function openFor(Sla calldata sla, SignedOffer[] calldata offers, bool refundsPayer, bytes calldata signature)
        external
        returns (bytes32 slaId);
}

/// @title A new provider for a leg that missed; events and errors stand in IConsumerOrchestrator
interface IReplacing {
    /// @notice Replaces a leg that missed at least one epoch (penalised, or Breached) by a new one within the SLA's mandate. Callable by the
    /// consumer or a key with the right REPLACE. Paid by the old leg's rest or what its breach refunded, then by what slashes of it left for the
    /// consumer in the StakeManager (where the consumer gets back what is unused), then by the reserve. The old provider is first paid every
    /// confirmed second.
    function replaceLeg(Sla calldata sla, uint128 oldAgreementId, Leg calldata leg, SignedOffer calldata offer)
        external
        returns (uint128 newAgreementId);
}

/// @title More money for an agreement that is not over
interface IAdditions {
    event ToppedUp(uint128 indexed agreementId, address indexed payer, uint256 deposit, uint256 egressEscrow);

    error NothingToAdd(uint128 agreementId);
    /// @notice With what is there already: amounts have 80 bits in the ledger.
    error TopUpTooLarge(uint128 agreementId, uint256 deposit, uint256 egressEscrow);

    /// @notice Adds to the stream's deposit and to the egress escrow of an agreement that is Open, Active or in Notice, from the caller's
    /// allowance. Anyone may pay; what is unused goes back to whom the SLA's other money does, not to the caller.
    function topUp(uint128 agreementId, uint88 deposit, uint88 egressEscrow) external;
}

/// @title How agreements and SLAs end; events and errors stand in IConsumerOrchestrator
interface IEnding {
    /// @notice Early end by either side (consumer, or provider's owner): ends after the notice period.
    function giveNotice(uint128 agreementId) external;
    /// @notice After its last epoch is final: settles, refunds the rest, releases the collateral. Anyone may call.
    function end(uint128 agreementId) external;
    /// @notice Not activated by startBy: full refund. Anyone may call.
    function void_(uint128 agreementId) external;
    /// @notice When no leg is alive any more: gives the unused reserve back. Anyone may call.
    function endSla(bytes32 slaId) external;
}

/// @title The provider's side: confirmation, egress and offers
interface IProviderOrchestrator {
    event AgreementActivated(uint128 indexed agreementId, uint32 startEpoch);
    event EpochConfirmed(uint64 indexed providerId, uint32 indexed epoch, uint32 confirmedSeconds);
    event Credited(uint128 indexed agreementId, uint32 indexed epoch, uint16 bps, uint256 amount);
    event MissPenalised(uint128 indexed agreementId, uint32 indexed epoch, uint8 missedInRow, uint256 slashed, address prover);
    event AgreementBreached(uint128 indexed agreementId, uint32 epoch);
    /// @notice A breach on the verifier's word took all of the collateral; `slashed` in units of the agreement's token.
    event BreachPenalised(uint128 indexed agreementId, uint32 indexed epoch, uint256 slashed, address prover);
    event VoucherClaimed(uint128 indexed agreementId, uint88 cumulative, uint256 paid);
    /// @notice Several vouchers of one provider and market, one word each, from the highest bits down: 16 zero bits; the agreement id's index
    /// (its low 48 bits); cumulative 80; paid 80; 32 zero bits. Each says what a `VoucherClaimed` would.
    event VouchersClaimed(uint64 indexed providerId, uint16 indexed market, uint256[] claims);
    /// @param reason the error with which the voucher alone would have been refused
    event VoucherSkipped(uint128 indexed agreementId, uint88 cumulative, bytes reason);
    event OffersCancelled(uint64 indexed providerId, uint32 nonce);

    error EpochAlreadyConfirmed(uint64 providerId, uint32 epoch);
    error EpochNotOpenForConfirmation(uint32 epoch);
    error EpochNotMissed(uint64 providerId, uint32 epoch);
    error PenalisedAlready(uint128 agreementId, uint32 epoch);
    error PenaliseInOrder(uint128 agreementId, uint32 wanted, uint32 next);
    error CreditOutsideWindow(uint128 agreementId, uint32 epoch);
    error VoucherSignerUnknown(address signer);
    error VoucherNotHigher(uint88 cumulative, uint88 claimed);
    error VoucherAboveEscrow(uint88 cumulative, uint88 escrow);
    error VoucherAboveCap(address signer, uint88 cumulative, uint88 cap);
    error CreditAboveEpoch(uint16 bps);
    error StartsTooLate(uint128 agreementId, uint32 startEpoch, uint32 endEpoch);

    // Narrow verbs for modules.
    /// @notice PossessionVerifier only: first co-signed revision of an Open agreement; pay starts at the next epoch boundary.
    function activate(uint128 agreementId) external;
    /// @notice PossessionVerifier only: the provider proved epoch `epoch`.
    function confirm(uint64 providerId, uint32 epoch) external;

    /// @notice Pays egress up to `cumulative`, signed by the consumer (a contract by ERC-1271) or a key with the right VOUCHER
    /// (EIP-712 `Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)`). Anyone may call; pays into the provider's earnings.
    function claimVoucher(uint128 agreementId, uint88 cumulative, uint64 servedBytes, bytes calldata signature)
        external
        returns (uint256 paid);

    /// @notice Claims each; skips and reports a bad element (event VoucherSkipped) instead of reverting. Cheapest when those of one provider and
    /// market stand together.
    /// @return paid of all together, token units of whichever tokens they are
    function claimVouchers(SignedVoucher[] calldata vouchers) external returns (uint256 paid);

    /// @notice The provider's owner raises the offer nonce: every signed offer with the old one is void.
    function cancelOffers(uint64 providerId) external;

    /// @notice Of an id that nobody opened: provider and market, as the id says them, and nothing else.
    function agreementOf(uint128 agreementId) external view returns (Agreement memory);
    /// @notice The part of `agreementOf` that revisions are measured against; of an id that nobody opened, nothing.
    function termsOf(uint128 agreementId) external view returns (AgreementTerms memory);
}

/// @title Epochs that count for less than their length, because their provider admitted that it could not show all that was asked for
/// @notice No agreement of the provider is paid for the seconds that such an epoch lacks: they stay in the deposits. Settling needs no list of them.
interface IShortEpochs {
    /// @notice Of the seconds that the epoch has, the provider's agreements are not paid for `lacking`. Told before its `EpochConfirmed`.
    event EpochShortened(uint64 indexed providerId, uint32 indexed epoch, uint32 lacking);

    /// @notice A short epoch lacks at least a second and keeps at least one.
    error LackingOutOfRange(uint256 lacking, uint256 epochSeconds);

    /// @notice PossessionVerifier only: as `confirm`, but the epoch counts for `lacking` seconds less than its length.
    function confirmShort(uint64 providerId, uint32 epoch, uint32 lacking) external;

    /// @notice Seconds confirmed for the provider up to and including the newest confirmed epoch, and that epoch (0, 0 when none).
    function confirmedOf(uint64 providerId) external view returns (uint32 confirmedSeconds, bool any, uint32 newestEpoch);
    /// @notice Seconds that the provider's epochs before `bound` lack together: what `confirmedOf` is lower by.
    function lackingBefore(uint64 providerId, uint256 bound) external view returns (uint256 lacking);
}

/// @title What missed quality costs; events and errors stand in IProviderOrchestrator
interface ICredits {
    /// @notice The market's QualityOracle only: takes bps of that epoch's pay before it can be settled. Once per agreement and epoch.
    function credit(uint128 agreementId, uint32 epoch, uint16 bps) external returns (uint256 amount);
}

/// @title Another rate for a running agreement
/// @notice One change at most waits for its epoch. A settlement that reaches over it pays each epoch at its own rate, and costs the same however
/// many there were before.
interface IRateChanges {
    /// @param rate pay per confirmed second from `fromEpoch` on, 64.32
    event RateChangeNoted(uint128 indexed agreementId, uint96 rate, uint32 fromEpoch, uint32 number);
    /// @notice A settlement reached over `fromEpoch`: the agreement's rate is the new one, and another change may follow.
    event RateChanged(uint128 indexed agreementId, uint96 rate, uint32 fromEpoch);

    error ChangeSignatureInvalid(uint128 agreementId, address recovered, address wanted);
    error ChangeOutsideEpochs(uint128 agreementId, uint32 fromEpoch, uint256 earliest, uint256 latest);
    /// @notice It waits until an epoch behind `fromEpoch - 1` is final and the provider has confirmed that one or a later one.
    error ChangeWaits(uint128 agreementId, uint32 fromEpoch);
    error ChangeNumberWrong(uint128 agreementId, uint256 number, uint256 next);
    error RateUnchanged(uint128 agreementId, uint96 rate);
    /// @notice Who paid for the SLA and gets the rest back has not agreed to more.
    error RateAbovePayers(uint128 agreementId, uint96 rate, uint96 maximum);
    /// @notice Missed epochs of the rate before wait for `penaliseMiss`: anyone may call it, once their audits are over.
    error MissesWait(uint128 agreementId, uint256 fromEpoch, uint256 toEpoch);

    /// @notice Notes another rate for an Active agreement, from an epoch to come on, 90 epochs ahead at most and before its end. Both sides sign:
    /// the consumer (a contract by ERC-1271; no key that acts for it) and the provider's node key. Anyone may carry it. At most the SLA's
    /// `maximumRate`, where that is not 0. The deposit must cover all that can still be earned: top up first. Nobody can take it back alone,
    /// and while it waits no other is noted.
    function changeRate(Sla calldata sla, RateChange calldata change, bytes calldata consumerSignature, bytes calldata providerSignature)
        external;

    /// @notice The Orchestrator itself only: settles an agreement whose rate is about to change.
    /// @param bound the first epoch that is not paid
    /// @return settlement a word of the event SettledMany; 0 when nothing moved
    function settleChanging(uint128 agreementId, uint256 bound) external returns (uint256 settlement);

    /// @notice Rate of `epoch`, 64.32; of epochs before the newest change but one, that of the epochs behind them.
    function rateIn(uint128 agreementId, uint32 epoch) external view returns (uint96 rate);
    /// @notice What the epochs from `fromEpoch` through `toEpoch` pay together if all are confirmed, token units, each at `rateIn` it.
    function payOf(uint128 agreementId, uint32 fromEpoch, uint32 toEpoch) external view returns (uint256);
    /// @notice The newest change: whether it waits to be settled over, the rate from `fromEpoch` on (64.32), and how many there were.
    function rateChangeOf(uint128 agreementId) external view returns (bool waits, uint96 rate, uint32 fromEpoch, uint32 number);
}

/// @title A longer time for a running agreement, under what its consumer signed once
/// @notice Nobody has to be there when it is time but the provider: consumer and payer said before up to when, how dear and for how much.
interface IRenewals {
    /// @notice The agreement ends at `endEpoch`, the first epoch that is not paid any more. Its last epochs pay `rate` (64.32).
    /// @param mandate EIP-712 digest of what the consumer signed
    /// @param deposit what the payer added, token units
    event AgreementRenewed(
        uint128 indexed agreementId, bytes32 indexed mandate, address indexed payer, uint32 endEpoch, uint96 rate, uint256 deposit
    );
    /// @notice What `account` signed about renewals of the agreement, with another nonce than this, is void.
    event MandatesRevoked(uint128 indexed agreementId, address indexed account, uint32 nonce);

    error MandateSignatureInvalid(uint128 agreementId, address recovered, address wanted);
    error MandateRevoked(uint128 agreementId, address account, uint32 nonce, uint32 current);
    /// @notice The renewal wants more than what is left of the mandate's budget, token units.
    error MandateSpent(uint128 agreementId, uint256 wanted, uint256 left);
    error RenewalSignatureInvalid(uint128 agreementId, address recovered, address nodeKey);
    error RenewalExpired(uint128 agreementId, uint32 expiry);
    /// @notice It was carried out before, or is of another end than the agreement has.
    error RenewalNotNext(uint128 agreementId, uint32 fromEpoch, uint32 endEpoch);
    /// @notice The agreement's last epoch must still be running or to come, and no further away than the mandate says.
    error RenewalOutsideWindow(uint128 agreementId, uint256 epoch, uint256 earliest, uint256 latest);
    error RenewalTooLong(uint128 agreementId, uint32 endEpoch, uint256 latest);
    error CollateralBelowMandate(uint128 agreementId, uint256 collateral, uint256 minimum);

    /// @notice Extends an Active agreement of a listed provider. Signed by the consumer and the payer (each itself, a contract by ERC-1271; no key that
    /// acts for them) and by the provider's node key; anyone may carry it. The payer's allowance pays what the deposit lacks to the new end;
    /// of money that somebody else would get back nothing is used, so that then it pays the whole of the added epochs. Another rate than
    /// that of the last epoch is the agreement's one pending change of the rate, from its old end on. The collateral stays committed to the new end.
    /// @param payerSignature not looked at where the payer is the consumer
    function renew(
        RenewalMandate calldata mandate,
        Renewal calldata renewal,
        bytes calldata consumerSignature,
        bytes calldata payerSignature,
        bytes calldata providerSignature
    ) external;

    /// @notice Voids all that the caller signed as consumer or payer about renewals of the agreement, by one more of its nonce.
    function revokeMandates(uint128 agreementId) external returns (uint32 nonce);

    /// @notice Counts from 0 for every agreement and account.
    function mandateNonceOf(uint128 agreementId, address account) external view returns (uint32 nonce);
    /// @notice What renewals under the mandate with this digest took from its payer, token units.
    function mandateSpentOf(bytes32 mandate) external view returns (uint256);
}

/// @title What a missed proof costs; events and errors stand in IProviderOrchestrator
interface IPenalties {
    /// @notice After the audit window of a missed epoch: slashes min(C, P * 2^(m-1)); after more than three in a row: breach, slash C,
    /// refund the deposit. Epochs in order, each once; anyone may call and earns the prover's share.
    function penaliseMiss(uint128 agreementId, uint32 epoch) external returns (uint256 slashed);

    /// @notice PossessionVerifier only: the agreement's bytes are lost, as its provider declared or could not deny. Bills what is confirmed, slashes
    /// all that is left of C by the usual split, refunds the rest of the deposit; `replaceLeg` may follow. No other agreement is touched.
    /// @param epoch in which it came out
    /// @param prover earns the prover's share
    /// @return slashed units of the agreement's token
    function breach(uint128 agreementId, uint32 epoch, address prover) external returns (uint256 slashed);
}

/// @title Disputed sums: narrow verbs for the arbitration that the Orchestrator was deployed with
/// @notice A frozen sum is taken out of the agreement's books and held apart until its dispute is over: settling, ending, replacing, top-ups and
/// vouchers go on with what is left. Only money of the accused side is frozen, so that no claim can hold back what its own side is owed.
interface IDisputes {
    /// @notice Units of the agreement's token.
    event SumFrozen(
        uint256 indexed disputeId, uint128 indexed agreementId, uint256 fromCollateral, uint256 fromDeposit, uint256 fromEscrow
    );
    /// @param moved to the claimant's side: all that was frozen, or nothing
    /// @param refunded of what did not move, to whom the agreement's end gives the rest: nothing while it runs
    event SumReleased(uint256 indexed disputeId, uint128 indexed agreementId, bool forClaimant, uint256 moved, uint256 refunded);

    error FrozenAlready(uint256 disputeId);
    /// @notice No claim is larger than the pay of all epochs of the agreement that are over.
    error FreezeAboveCap(uint256 amount, uint256 cap);
    error NothingFrozen(uint256 disputeId);

    /// @notice Arbitration only, once for a dispute: freezes up to `amount` of what the accused side still has in the agreement. Of the provider:
    /// its collateral. Of the consumer: the part of the deposit that no epoch can earn any more, then the egress escrow that no voucher claimed.
    /// What is settled, slashed or refunded already is out of reach.
    /// @param amount units of the agreement's token
    /// @return frozen at most `amount`; 0 when nothing is left, or when the agreement is over
    function freeze(uint256 disputeId, uint128 agreementId, bool againstProvider, uint256 amount) external returns (uint256 frozen);
    /// @notice Arbitration only, once for a dispute. For the claimant: all that is frozen goes to its side, whole: to the consumer as a claim on
    /// the StakeManager, or into the provider's earnings. Otherwise all goes back to where it was, or, when the agreement is over
    /// meanwhile, to whom its end would have given it.
    /// @return moved units that went to the claimant's side
    function release(uint256 disputeId, bool forClaimant) external returns (uint256 moved);
    /// @notice What the dispute holds, units of the agreement's token; all 0 before it is opened and after it is over.
    /// @param fromCollateral is the StakeManager's money, still committed; the other two are the Orchestrator's
    function frozenOf(uint256 disputeId)
        external
        view
        returns (uint128 agreementId, uint256 fromCollateral, uint256 fromDeposit, uint256 fromEscrow);
}

interface IOrchestrator is
    ILedger,
    ISettlement,
    IConsumerOrchestrator,
    IReplacing,
    IAdditions,
    IRateChanges,
    IRenewals,
    IEnding,
    IProviderOrchestrator,
    IShortEpochs,
    ICredits,
    IPenalties,
    IDisputes
{}
