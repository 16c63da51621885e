// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Agreement, Authorization, Permit} from "./Types.sol";

/// @title Services hired in escrow
/// @notice A consumer hires a service provider of the Registry (migration, analytics, compliance) for work that no proof shows. The price of each
/// milestone lies here from the start, and leaves only as one of the two of them, the clock, or a ruling says.
///
/// ```
/// milestone: Funded -> Delivered   deliver: in order, within its deadline, the hash of what was handed over
///            Delivered -> Accepted accept by the consumer, or settle by anyone once the time for acceptance passed: paid   (terminal)
///            Delivered -> Disputed the arbitration, asked by the consumer within that time, freezes what is claimed; the rest is paid
///            Disputed -> Ruled     the arbitration: for the consumer what it claimed is refunded, for the provider it is paid;
///                                  without a ruling, or sixty days later, halves                                       (terminal)
///            Funded -> Cancelled   cancel, both of them: all that is not delivered is refunded                          (terminal)
///            Funded -> Lapsed      lapse by anyone, the next delivery is past its deadline: as above                    (terminal)
/// ```
///
/// An engagement is opened by one signature of each side. The provider's node key signs EIP-712 `EngagementOffer(bytes32 engagement,uint40
/// expiry,uint32 nonce)` over the digest of `Engagement(address consumer,uint64 providerId,uint8 kind,uint16 market,Milestone[] milestones,
/// bytes32 statementHash,uint256 salt)Milestone(uint96 amount,uint40 deliverBy,uint32 acceptSeconds)`, both in the domain of this contract
/// ("Flashback Engagements", "1"). The consumer calls, or signs an ERC-3009 payment whose nonce is that same digest.
///
/// Amounts are units of the market's token, times are unix seconds. Markets are the Orchestrator's; token and fee are taken over when a market is
/// first used here and never read again. Whoever is paid withdraws by pull; anyone may call that for anyone.
interface IEngagements {
    /// @notice Of an engagement. Over: what was not delivered is refunded; what was delivered goes on.
    enum EngagementState {
        None,
        Running,
        Cancelled,
        Lapsed
    }

    /// @notice Terminal: Accepted, Ruled, Cancelled, Lapsed.
    enum MilestoneState {
        Funded,
        Delivered,
        Accepted,
        Disputed,
        Ruled,
        Cancelled,
        Lapsed
    }

    struct Milestone {
        uint96 amount;
        /// Last second at which it can be delivered; later than that of the milestone before.
        uint40 deliverBy;
        /// After delivery, in which the consumer accepts or disputes; silence accepts.
        uint32 acceptSeconds;
    }

    /// @notice What both sign (EIP-712 type `Engagement`).
    struct Engagement {
        address consumer;
        uint64 providerId;
        /// The Registry's: 8 migration, 32 analytics, 64 compliance; one of them.
        uint8 kind;
        uint16 market;
        Milestone[] milestones;
        /// keccak256 of the statement of work, published off chain.
        bytes32 statementHash;
        uint256 salt;
    }

    /// @notice The provider's word on one engagement.
    struct EngagementOffer {
        /// Last second at which it can be opened.
        uint40 expiry;
        /// What `offerNonceOf` says of the provider.
        uint32 nonce;
        bytes signature;
    }

    /// @notice Seconds, fixed at deployment.
    struct Times {
        /// Bounds of `acceptSeconds` (three and thirty days on production chains).
        uint32 acceptSecondsLeast;
        uint32 acceptSecondsMost;
        /// For a ruling, since the dispute was opened (sixty days).
        uint32 rulingSecondsMost;
    }

    /// @notice An engagement as it stands, for views.
    struct EngagementView {
        bytes32 hash;
        address consumer;
        uint64 providerId;
        uint8 kind;
        uint16 market;
        EngagementState state;
        uint8 milestones;
        /// The milestone that is delivered next.
        uint8 next;
        bool rated;
        bool consumerWishesCancel;
        bool providerWishesCancel;
        /// What the provider earned with it, before the fee.
        uint128 paid;
    }

    struct MilestoneView {
        uint96 amount;
        uint40 deliverBy;
        uint32 acceptSeconds;
        MilestoneState state;
        /// When it was delivered; once Disputed, when that was.
        uint40 since;
        bytes32 deliveryHash;
        uint96 disputed;
        uint256 disputeId;
    }

    // No name here is an event's of another contract: an index of them all needs no contract to tell them apart.

    event EngagementOpened(
        uint64 indexed engagementId,
        address indexed consumer,
        uint64 indexed providerId,
        uint8 kind,
        uint16 market,
        uint256 total,
        bytes32 hash,
        bytes32 statementHash
    );
    event MilestoneAgreed(uint64 indexed engagementId, uint8 milestone, uint96 amount, uint40 deliverBy, uint32 acceptSeconds);
    event MilestoneDelivered(uint64 indexed engagementId, uint8 milestone, bytes32 deliveryHash, uint40 acceptBy);
    event MilestoneAccepted(uint64 indexed engagementId, uint8 milestone, uint256 paid, bool bySilence);
    /// @notice `undisputed` is the provider's at once.
    event MilestoneDisputed(uint64 indexed engagementId, uint8 milestone, uint256 disputeId, uint256 disputed, uint256 undisputed);
    event MilestoneRuled(uint64 indexed engagementId, uint8 milestone, uint256 disputeId, uint256 paid, uint256 refunded);
    event CancelWished(uint64 indexed engagementId, address indexed by, bool wished);
    event EngagementCancelled(uint64 indexed engagementId, uint8 fromMilestone, uint256 refunded);
    event EngagementLapsed(uint64 indexed engagementId, uint8 fromMilestone, uint256 refunded);
    event EngagementRated(
        uint64 indexed engagementId, address indexed consumer, uint64 indexed providerId, uint8 stars, bytes32 commentHash
    );
    event ServiceOffersCancelled(uint64 indexed providerId, uint32 nonce);
    event ServicePaid(uint64 indexed providerId, uint16 indexed market, address payout, uint256 net, uint256 fee);
    event ServiceRefunded(address indexed account, address indexed token, uint256 amount);
    event ServiceFeesSwept(address indexed token, address indexed fund, uint256 amount);

    error ConfigInvalid(string field);
    error ConsumerMustCall(address consumer, address caller);
    error EngagementExists(bytes32 hash, uint64 engagementId);
    error EngagementUnknown(uint64 engagementId);
    error KindInvalid(uint8 kind);
    error MilestonesInvalid(uint256 count, uint256 maximum);
    error MilestoneInvalid(uint256 milestone, string field);
    /// @notice Not listed, or not under the kind that the terms name.
    error ProviderNotListed(uint64 providerId, uint8 kind);
    /// @notice The provider's owner would hire itself.
    error OneParty(address account);
    error OfferExpired(bytes32 hash, uint40 expiry);
    error OfferCancelled(uint64 providerId, uint32 nonce, uint32 current);
    error OfferSignatureInvalid(uint64 providerId, address recovered, address nodeKey);
    error FeeAboveCap(uint16 feeBps, uint16 capBps);
    error TokenShortReceived(uint256 wanted, uint256 received);
    error NotParty(uint64 engagementId, address caller);
    error NotArbitration(address caller);
    error WrongState(uint64 engagementId, uint8 milestone, MilestoneState state);
    /// @notice Milestones are delivered in order.
    error NotNext(uint64 engagementId, uint8 milestone, uint8 next);
    error DeliveryMissing();
    error TooLate(uint256 deadline);
    error TooEarly(uint256 deadline);
    error NothingLeft(uint64 engagementId);
    error ClaimOutsideMilestone(uint256 amount, uint256 maximum);
    error OnlyConsumersClaim();
    error FrozenAlready(uint256 disputeId);
    error NothingFrozen(uint256 disputeId);
    error NothingPaid(uint64 engagementId);
    error RatedAlready(uint64 engagementId);
    error StarsInvalid(uint8 stars, uint8 maximum);
    error NothingToWithdraw(address account);

    /// @notice The consumer: pays all milestones from its allowance.
    function open(Engagement calldata terms, EngagementOffer calldata offer) external returns (uint64 engagementId);
    /// @notice The same with an ERC-2612 permit, which whoever sees it may carry to the token first.
    function openWithPermit(Engagement calldata terms, EngagementOffer calldata offer, Permit calldata permit)
        external
        returns (uint64 engagementId);
    /// @notice Anyone, with the consumer's ERC-3009 payment, whose nonce is `hashOf(terms)`.
    function openWithAuthorization(Engagement calldata terms, EngagementOffer calldata offer, Authorization calldata authorization)
        external
        returns (uint64 engagementId);
    /// @notice The provider's owner or its node key: no offer that is signed until now can be opened any more.
    function cancelOffers(uint64 providerId) external;

    /// @notice The provider's owner or its node key: the next milestone, no later than its deadline.
    /// @param deliveryHash keccak256 of the delivery's document, which says what was handed over and where
    function deliver(uint64 engagementId, uint8 milestone, bytes32 deliveryHash) external;
    /// @notice The consumer: pays what was delivered.
    function accept(uint64 engagementId, uint8 milestone) external;
    /// @notice Takes the edge that is due because time passed: silence after a delivery pays it, a dispute without an end is split in halves.
    /// Anyone may call.
    function settle(uint64 engagementId, uint8 milestone) external;
    /// @notice The next delivery is past its deadline: it and all behind it are refunded. Anyone may call.
    function lapse(uint64 engagementId) external;
    /// @notice Consumer, or the provider's owner or node key: whether this side wants to end it. When both do, all that is not delivered is
    /// refunded. A delivery forgets both wishes.
    function cancel(uint64 engagementId, bool wished) external;
    /// @notice The consumer, once, when something was paid: one to five stars.
    /// @param commentHash keccak256 of a comment published elsewhere; zero for none
    function rate(uint64 engagementId, uint8 stars, bytes32 commentHash) external;

    /// @notice Sends what the provider earned in one market, less the fee, to its payout wallet of now. Anyone may call.
    function withdraw(uint64 providerId, uint16 market) external returns (uint256 net);
    /// @notice Sends refunds of `account` to it. Anyone may call.
    function withdrawRefund(address account, address token) external returns (uint256 amount);
    /// @notice Sends collected fees to the community fund. Anyone may call.
    function sweepFees(address token) external returns (uint256 amount);

    function count() external view returns (uint64);
    /// @notice Zero when it was never opened.
    function idOf(bytes32 hash) external view returns (uint64 engagementId);
    function engagementOf(uint64 engagementId) external view returns (EngagementView memory);
    function milestoneOf(uint64 engagementId, uint8 milestone) external view returns (MilestoneView memory);
    function offerNonceOf(uint64 providerId) external view returns (uint32);
    /// @notice Earned and not withdrawn, before the fee.
    function earningsOf(uint64 providerId, uint16 market) external view returns (uint256);
    function refundOf(address account, address token) external view returns (uint256);
    function feesOf(address token) external view returns (uint256);
    /// @notice The token and the fee that were taken over; zeros for a market that nobody used here.
    function marketOf(uint16 market) external view returns (address token, uint16 feeBps);
    /// @notice What is signed, and the nonce of the payment.
    function hashOf(Engagement calldata terms) external view returns (bytes32);
    function hashOffer(bytes32 engagement, uint40 expiry, uint32 nonce) external view returns (bytes32);
    /// @notice The id under which the arbitration knows one milestone.
    function caseOf(uint64 engagementId, uint8 milestone) external pure returns (uint128);
}

/// @title What the arbitration asks of a ledger, and does there
/// @notice The part of the Orchestrator that `Arbitration` uses, answered for milestones: a case is a milestone, and its epochs are all of the
/// Orchestrator's calendar but the first. So a consumer names the newest epoch that is over, twice.
interface IArbitrated {
    function genesis() external view returns (uint32);
    function epochSeconds() external view returns (uint32);
    function currentEpoch() external view returns (uint32);
    function registry() external view returns (address);
    function grants() external view returns (address);
    function beacon() external view returns (address);
    /// @notice Parties and epochs of a case; nobody's for a milestone that does not exist.
    function agreementOf(uint128 caseId) external view returns (Agreement memory);
    /// @notice The most that can be claimed now: the milestone's amount within the time for acceptance, else nothing.
    function payOf(uint128 caseId, uint32 fromEpoch, uint32 toEpoch) external view returns (uint256);
    function freeze(uint256 disputeId, uint128 caseId, bool againstProvider, uint256 amount) external returns (uint256 frozen);
    function release(uint256 disputeId, bool forClaimant) external returns (uint256 moved);
}
