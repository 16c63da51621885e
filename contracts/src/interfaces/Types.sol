// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What one provider is willing to sell. Signed by the provider's node key (EIP-712 type `Offer`, domain of the Orchestrator);
/// never stored: publishing and repricing cost no gas. Only the bytes that the provider's agreements reserve together are on chain.
struct Offer {
    /// Who sells: id in the Registry.
    uint64 providerId;
    /// Which (token, fee, oracle) triple it is paid in.
    uint16 market;
    /// Price of one GiB for one second, token units as 64.32 fixed point.
    uint96 ratePerGib;
    /// Price of one GiB served, token units.
    uint64 egressPerGib;
    /// The provider's whole capacity: bytes that its agreements may reserve together, whichever offers they fill.
    uint64 capacityBytes;
    /// Smallest capacity of one agreement, bytes.
    uint64 minimumBytes;
    /// Shortest and longest agreement, seconds.
    uint32 minimumSeconds;
    uint32 maximumSeconds;
    /// Collateral of an agreement: this many seconds of its pay.
    uint32 collateralSeconds;
    /// 0 FAST, 1 DECENTRALIZED, 2 ARCHIVE.
    uint8 class;
    /// Where the bytes lie: short ASCII name such as "eu-de", left aligned.
    bytes32 region;
    /// keccak256 of the promised quality (JSON published with the offer).
    bytes32 qualityHash;
    /// Unix second after which nobody may fill it.
    uint32 expiry;
    /// Must equal the provider's offer nonce: raising the nonce cancels every offer at once.
    uint32 nonce;
    /// Tells apart offers that are otherwise the same.
    uint256 salt;
}

/// @notice An offer and the signature of its provider's node key over it.
struct SignedOffer {
    Offer offer;
    bytes signature;
}

/// @notice One leg of an SLA: what becomes one agreement with one provider.
struct Leg {
    uint64 providerId;
    /// EIP-712 digest of the offer this leg fills.
    bytes32 offerHash;
    /// Reserved capacity, bytes of pieces at this provider.
    uint64 capacityBytes;
    /// Pay per confirmed second, token units as 64.32 fixed point; at least ceil(offer.ratePerGib * capacityBytes / 2^30).
    uint96 rate;
    /// Locked for the stream, token units; at most ceil(rate * (endsAt - now)).
    uint88 deposit;
    /// Locked for vouchers (egress), token units.
    uint88 egressEscrow;
    /// Committed from the provider's stake for this agreement, token units.
    uint88 collateral;
}

/// @notice What the consumer signs, once. Its EIP-712 digest (type `Sla`, domain of the Orchestrator) is the SLA id, and the nonce of the
/// ERC-3009 authorisation that pays for it, so that one signature covers terms and money.
struct Sla {
    address consumer;
    uint16 market;
    /// k of n: any `dataShards` of `totalShards` legs hold the whole; mirrored(n) is 1 of n. totalShards == legs.length.
    uint8 dataShards;
    uint8 totalShards;
    /// Unix second by which a leg must have its first co-signed revision, else it can be voided with a full refund.
    uint32 startBy;
    /// Unix second of the end; pay runs to the last epoch that begins before it.
    uint32 endsAt;
    /// Mandate for replaceLeg: highest rate of a new leg (64.32), least seconds between two replacements, money for it (token units).
    uint96 maximumRate;
    uint32 coolDownSeconds;
    uint88 reserve;
    /// Regions in which a leg may lie; empty means anywhere.
    bytes32[] regions;
    Leg[] legs;
    /// keccak256 of the consumer's wishes as sent to the market (the quote is computed from them).
    bytes32 wishesHash;
    uint256 salt;
}

/// @notice Another rate for a running agreement, which consumer and provider both sign (EIP-712 type `RateChange`, domain of the Orchestrator).
struct RateChange {
    uint128 agreementId;
    /// Pay per confirmed second from then on, token units as 64.32 fixed point.
    uint96 rate;
    /// The first epoch at this rate.
    uint32 fromEpoch;
    /// One more than the changes that the agreement had when it takes effect: so it is carried out once at most, and never behind another one.
    uint32 number;
}

/// @notice What a consumer signs once, so that its provider may extend one agreement without asking again (EIP-712 type `RenewalMandate`, domain of
/// the Orchestrator). Who pays, where that is another, signs the same.
struct RenewalMandate {
    uint128 agreementId;
    /// From whose allowance renewals are paid. What is unused goes where the agreement's other money does.
    address payer;
    /// Highest rate of an epoch that is added, token units a second as 64.32 fixed point.
    uint96 maximumRate;
    /// Most epochs that one renewal adds.
    uint32 stepEpochs;
    /// A renewal comes at most so many epochs before the end; more than 90 count as 90.
    uint32 windowEpochs;
    /// No renewal ends later: the first epoch that is not paid any more.
    uint32 latestEnd;
    /// Most that all renewals under this mandate take from the payer together, token units.
    uint80 budget;
    /// Least collateral that the agreement still has, token units.
    uint80 collateral;
    /// What `mandateNonceOf` says of the consumer and of the payer; the same twice where they are one.
    uint32 consumerNonce;
    uint32 payerNonce;
}

/// @notice What the provider's node key signs, together with the digest of the mandate (EIP-712 type `Renewal`): one extension.
struct Renewal {
    /// The agreement's end until then, and the one from then on: so it is carried out once at most.
    uint32 fromEpoch;
    uint32 endEpoch;
    /// Pay per confirmed second from `fromEpoch` on, 64.32.
    uint96 rate;
    /// Unix second after which nobody may carry it out.
    uint32 expiry;
    /// The provider's offer nonce: cancelling all offers cancels this too.
    uint32 offerNonce;
}

/// @notice A voucher as it is claimed (EIP-712 type `Voucher`, domain of the Orchestrator), and who signed it: the consumer, a key with the right
/// VOUCHER, or the consumer's wallet (ERC-1271).
struct SignedVoucher {
    uint128 agreementId;
    /// Token units, all vouchers of the agreement together.
    uint88 cumulative;
    /// Bytes, all vouchers together.
    uint64 servedBytes;
    bytes signature;
}

/// @notice ERC-3009 receiveWithAuthorization without the fields that the SLA already fixes (from, to, value, nonce).
struct Authorization {
    uint256 validAfter;
    uint256 validBefore;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @notice ERC-2612 permit without the fields that the SLA already fixes (owner, spender, value).
struct Permit {
    uint256 deadline;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @notice State of an agreement. Terminal: Closed, Void.
enum AgreementState {
    None,
    Open,
    Active,
    Notice,
    Breached,
    Closed,
    Void
}

/// @notice State of an SLA. Terminal: Failed, Ended.
enum SlaState {
    None,
    Forming,
    Running,
    Degraded,
    Failed,
    Ended
}

/// @notice Everything about one agreement, for views.
struct Agreement {
    bytes32 slaId;
    uint64 providerId;
    uint16 market;
    address consumer;
    AgreementState state;
    uint64 capacityBytes;
    uint88 deposit;
    uint96 rate;
    uint32 clock;
    uint32 frac;
    uint32 startEpoch;
    uint32 endEpoch;
    uint32 penalisedThrough;
    uint8 missedInRow;
    uint88 collateral;
    uint88 egressEscrow;
    uint88 egressClaimed;
    uint88 creditPending;
}

/// @notice What revisions are measured against: of `Agreement`, four slots instead of six.
struct AgreementTerms {
    bytes32 slaId;
    address consumer;
    AgreementState state;
    uint64 capacityBytes;
    uint96 rate;
    uint32 endEpoch;
}

/// @notice What consumer and provider agree is stored under one agreement (EIP-712 type `Revision`, domain of the PossessionVerifier).
struct Revision {
    uint128 agreementId;
    /// Root of the possession tree (see IPossessionVerifier).
    bytes32 root;
    /// Leaves of 256 bytes under it.
    uint64 leaves;
    /// Grows by at least one with every revision.
    uint64 sequence;
    /// How the pieces are hashed (see IPossessionVerifier): 0 keccak256, 1 SHA-256 below. The first revision fixes it for the agreement.
    uint8 treeHash;
}

/// @notice Answer to one challenge: the leaf, its path inside its piece, and the path of the piece inside the unit.
struct PossessionProof {
    /// The challenged leaf's 256 bytes.
    bytes leaf;
    /// Siblings inside the piece, from the leaf upwards (power-of-two tree, missing leaves are 256 zero bytes).
    bytes32[] piecePath;
    /// Leaves of the piece.
    uint64 pieceLeaves;
    /// Index of the leaf inside its piece.
    uint64 pieceIndex;
    /// Siblings of the piece inside the unit, from the piece upwards.
    bytes32[] unitPath;
    /// Leaf counts of those siblings.
    uint64[] unitPathLeaves;
    /// Bit i is set when sibling i stands on the left.
    uint256 unitPathLeft;
}
