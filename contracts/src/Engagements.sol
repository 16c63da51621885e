// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {EngagementLedger} from "./EngagementLedger.sol";
import {IArbitration} from "./interfaces/IArbitration.sol";
import {IERC3009} from "./interfaces/IERC3009.sol";
import {IArbitrated, IEngagements} from "./interfaces/IEngagements.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Agreement, AgreementState, Authorization, Permit} from "./interfaces/Types.sol";
import {EngagementTerms} from "./lib/EngagementTerms.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {Signatures} from "./lib/Signatures.sol";

/// @title Services hired in escrow
/// @notice See IEngagements. Nobody owns it, nothing in it can be changed, and it has no right at the Orchestrator, of which it asks markets and
/// the calendar only.
///
/// Balance of each token = what is neither paid nor refunded yet + earnings + refunds + fees. Every way out of a state asks nothing but this
/// contract's own storage and the clock; only who the provider's owner, node key and payout wallet are, the Registry says.
///
/// Known limits. The bond of a dispute is one sum, whatever the milestone is worth. Without enough arbitrators no dispute can be opened, and what was
/// delivered is paid once the time for acceptance passed. That a delivery is what the statement of work asks for, no code here can see.
contract Engagements is EngagementLedger, IArbitrated, ReentrancyGuard {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 public constant MILESTONES_MAX = 16;
    uint16 public constant FEE_CAP_BPS = 500;
    uint8 public constant STARS_MAX = 5;

    uint8 private constant MIGRATION = 8;
    uint8 private constant ANALYTICS = 32;
    uint8 private constant COMPLIANCE = 64;
    /// @dev No money waits longer for a delivery.
    uint256 private constant LIFE_SECONDS_MAX = 731 days;

    IOrchestrator public immutable orchestrator;
    address public immutable override registry;
    address public immutable override grants;
    address public immutable override beacon;
    address public immutable arbitration;
    address public immutable fund;
    uint32 public immutable override genesis;
    uint32 public immutable override epochSeconds;
    uint32 public immutable acceptSecondsLeast;
    uint32 public immutable acceptSecondsMost;
    uint32 public immutable rulingSecondsMost;

    /// @param orchestrator_ is there already: its calendar, registry, grants and beacon are read once, here
    /// @param arbitration_ the only contract that freezes and releases
    constructor(IOrchestrator orchestrator_, address arbitration_, address fund_, Times memory times) {
        if (arbitration_ == address(0)) revert ConfigInvalid({field: "arbitration"});
        if (fund_ == address(0)) revert ConfigInvalid({field: "fund"});
        if (times.acceptSecondsLeast == 0) revert ConfigInvalid({field: "acceptSecondsLeast"});
        if (times.acceptSecondsMost < times.acceptSecondsLeast) revert ConfigInvalid({field: "acceptSecondsMost"});
        if (times.rulingSecondsMost == 0) revert ConfigInvalid({field: "rulingSecondsMost"});
        orchestrator = orchestrator_;
        registry = orchestrator_.registry();
        grants = orchestrator_.grants();
        beacon = orchestrator_.beacon();
        genesis = orchestrator_.genesis();
        epochSeconds = orchestrator_.epochSeconds();
        (arbitration, fund) = (arbitration_, fund_);
        acceptSecondsLeast = times.acceptSecondsLeast;
        acceptSecondsMost = times.acceptSecondsMost;
        rulingSecondsMost = times.rulingSecondsMost;
    }

    // ---------------------------------------------------------------- opening

    /// @inheritdoc IEngagements
    function open(Engagement calldata terms, EngagementOffer calldata offer) external nonReentrant returns (uint64 engagementId) {
        IERC20 token;
        uint256 total;
        (engagementId, token, total) = _openForCaller(terms, offer);
        _pull(token, total);
    }

    /// @inheritdoc IEngagements
    function openWithPermit(Engagement calldata terms, EngagementOffer calldata offer, Permit calldata permit)
        external
        nonReentrant
        returns (uint64 engagementId)
    {
        IERC20 token;
        uint256 total;
        (engagementId, token, total) = _openForCaller(terms, offer);
        // Whoever carries the permit to the token first only does this call's work: the allowance then stands already.
        try IERC20Permit(address(token)).permit(msg.sender, address(this), total, permit.deadline, permit.v, permit.r, permit.s) {} catch {}
        _pull(token, total);
    }

    /// @inheritdoc IEngagements
    function openWithAuthorization(Engagement calldata terms, EngagementOffer calldata offer, Authorization calldata authorization)
        external
        nonReentrant
        returns (uint64 engagementId)
    {
        IERC20 token;
        uint256 total;
        bytes32 hash = hashOf(terms);
        (engagementId, token, total) = _open(hash, terms, offer);
        uint256 before = token.balanceOf(address(this));
        IERC3009(address(token))
            .receiveWithAuthorization(
                terms.consumer,
                address(this),
                total,
                authorization.validAfter,
                authorization.validBefore,
                hash,
                authorization.v,
                authorization.r,
                authorization.s
            );
        _requireReceived(token, before, total);
    }

    /// @inheritdoc IEngagements
    function cancelOffers(uint64 providerId) external {
        if (!_speaksFor(providerId, msg.sender)) _notParty(0);

        uint32 nonce = ++offerNonceOf[providerId];
        emit ServiceOffersCancelled({providerId: providerId, nonce: nonce});
    }

    // ---------------------------------------------------------------- the work

    /// @inheritdoc IEngagements
    function deliver(uint64 engagementId, uint8 milestone, bytes32 deliveryHash) external {
        Head storage head = _known(engagementId);
        if (!_speaksFor(head.providerId, msg.sender)) _notParty(engagementId);
        if (deliveryHash == 0) revert DeliveryMissing();
        _requireState(engagementId, milestone, MilestoneState.Funded);
        if (milestone != head.next) revert NotNext({engagementId: engagementId, milestone: milestone, next: head.next});
        Stage storage stage = _stages[engagementId][milestone];
        _requireBy(stage.deliverBy);

        head.next = milestone + 1;
        Rest storage rest = _rests[engagementId];
        (rest.consumerWishes, rest.providerWishes) = (false, false);
        (stage.state, stage.since, stage.deliveryHash) = (MilestoneState.Delivered, uint40(block.timestamp), deliveryHash);
        emit MilestoneDelivered({
            engagementId: engagementId, milestone: milestone, deliveryHash: deliveryHash, acceptBy: uint40(_acceptBy(stage))
        });
    }

    /// @inheritdoc IEngagements
    function accept(uint64 engagementId, uint8 milestone) external {
        _requireConsumer(engagementId);
        _requireState(engagementId, milestone, MilestoneState.Delivered);
        _accept(engagementId, milestone, false);
    }

    /// @inheritdoc IEngagements
    function settle(uint64 engagementId, uint8 milestone) external {
        _known(engagementId);
        Stage storage stage = _stages[engagementId][milestone];
        if (stage.state == MilestoneState.Disputed) {
            _requireAfter(uint256(stage.since) + rulingSecondsMost);
            _rule(engagementId, milestone, stage.disputed / 2);
            return;
        }
        _requireState(engagementId, milestone, MilestoneState.Delivered);
        _requireAfter(_acceptBy(stage));
        _accept(engagementId, milestone, true);
    }

    /// @inheritdoc IEngagements
    function lapse(uint64 engagementId) external {
        Head storage head = _requireUndelivered(engagementId);
        _requireAfter(_stages[engagementId][head.next].deliverBy);

        uint256 refunded = _end(engagementId, head, EngagementState.Lapsed);
        emit EngagementLapsed({engagementId: engagementId, fromMilestone: head.next, refunded: refunded});
    }

    /// @inheritdoc IEngagements
    function cancel(uint64 engagementId, bool wished) external {
        Head storage head = _requireUndelivered(engagementId);
        Rest storage rest = _rests[engagementId];
        if (msg.sender == head.consumer) rest.consumerWishes = wished;
        else if (_speaksFor(head.providerId, msg.sender)) rest.providerWishes = wished;
        else _notParty(engagementId);
        emit CancelWished({engagementId: engagementId, by: msg.sender, wished: wished});
        if (!rest.consumerWishes || !rest.providerWishes) return;

        uint256 refunded = _end(engagementId, head, EngagementState.Cancelled);
        emit EngagementCancelled({engagementId: engagementId, fromMilestone: head.next, refunded: refunded});
    }

    /// @inheritdoc IEngagements
    function rate(uint64 engagementId, uint8 stars, bytes32 commentHash) external {
        Head storage head = _requireConsumer(engagementId);
        Rest storage rest = _rests[engagementId];
        if (stars == 0 || stars > STARS_MAX) revert StarsInvalid({stars: stars, maximum: STARS_MAX});
        if (rest.paid == 0) revert NothingPaid({engagementId: engagementId});
        if (rest.rated) revert RatedAlready({engagementId: engagementId});

        rest.rated = true;
        emit EngagementRated({
            engagementId: engagementId, consumer: msg.sender, providerId: head.providerId, stars: stars, commentHash: commentHash
        });
    }

    // ---------------------------------------------------------------- money out

    /// @inheritdoc IEngagements
    function withdraw(uint64 providerId, uint16 market) external nonReentrant returns (uint256 net) {
        address payout = IRegistry(registry).payoutOf(providerId);
        Pool storage pool = _pools[providerId][market];
        (uint256 earned, uint256 withdrawn) = (pool.earned, pool.withdrawn);
        if (earned == withdrawn) _nothingToWithdraw(payout);
        Market memory known = _markets[market];

        // Of all that was ever earned: into how many withdrawals somebody cuts it changes no unit.
        uint256 fee = SettlementMath.share(earned, known.feeBps) - SettlementMath.share(withdrawn, known.feeBps);
        net = earned - withdrawn - fee;
        pool.withdrawn = uint128(earned);
        feesOf[known.token] += fee;
        emit ServicePaid({providerId: providerId, market: market, payout: payout, net: net, fee: fee});

        IERC20(known.token).safeTransfer({to: payout, value: net});
    }

    /// @inheritdoc IEngagements
    function withdrawRefund(address account, address token) external nonReentrant returns (uint256 amount) {
        amount = refundOf[account][token];
        if (amount == 0) _nothingToWithdraw(account);

        refundOf[account][token] = 0;
        emit ServiceRefunded({account: account, token: token, amount: amount});

        IERC20(token).safeTransfer({to: account, value: amount});
    }

    /// @inheritdoc IEngagements
    function sweepFees(address token) external nonReentrant returns (uint256 amount) {
        amount = feesOf[token];
        if (amount == 0) _nothingToWithdraw(fund);

        feesOf[token] = 0;
        emit ServiceFeesSwept({token: token, fund: fund, amount: amount});

        IERC20(token).safeTransfer({to: fund, value: amount});
    }

    // ---------------------------------------------------------------- what the arbitration asks and does

    /// @inheritdoc IArbitrated
    function currentEpoch() external view returns (uint32) {
        return orchestrator.currentEpoch();
    }

    /// @inheritdoc IArbitrated
    function agreementOf(uint128 caseId) external view returns (Agreement memory agreement) {
        (uint64 engagementId, uint8 milestone) = _ofCase(caseId);
        Head storage head = _heads[engagementId];
        if (milestone >= head.milestones) return agreement;
        Rest storage rest = _rests[engagementId];
        (agreement.slaId, agreement.market) = (rest.hash, rest.market);
        (agreement.providerId, agreement.consumer) = (head.providerId, head.consumer);
        (agreement.state, agreement.startEpoch, agreement.endEpoch) = (AgreementState.Active, 1, type(uint32).max);
    }

    /// @inheritdoc IArbitrated
    function payOf(uint128 caseId, uint32, uint32) external view returns (uint256) {
        (uint64 engagementId, uint8 milestone) = _ofCase(caseId);
        Stage storage stage = _stages[engagementId][milestone];
        return stage.state == MilestoneState.Delivered && block.timestamp <= _acceptBy(stage) ? stage.amount : 0;
    }

    /// @inheritdoc IArbitrated
    function freeze(uint256 disputeId, uint128 caseId, bool againstProvider, uint256 amount) external returns (uint256 frozen) {
        _requireArbitration();
        if (!againstProvider) revert OnlyConsumersClaim();
        if (_cases[disputeId] != 0) revert FrozenAlready({disputeId: disputeId});
        (uint64 engagementId, uint8 milestone) = _ofCase(caseId);
        _requireState(engagementId, milestone, MilestoneState.Delivered);
        Stage storage stage = _stages[engagementId][milestone];
        _requireBy(_acceptBy(stage));
        uint256 whole = stage.amount;
        if (amount == 0 || amount > whole) revert ClaimOutsideMilestone({amount: amount, maximum: whole});

        _cases[disputeId] = caseId;
        (stage.state, stage.since) = (MilestoneState.Disputed, uint40(block.timestamp));
        (stage.disputed, stage.disputeId) = (uint96(amount), disputeId.toUint128());
        _earn(engagementId, whole - amount);
        emit MilestoneDisputed({
            engagementId: engagementId, milestone: milestone, disputeId: disputeId, disputed: amount, undisputed: whole - amount
        });
        return amount;
    }

    /// @inheritdoc IArbitrated
    function release(uint256 disputeId, bool forClaimant) external returns (uint256 moved) {
        _requireArbitration();
        uint128 caseId = _cases[disputeId];
        if (caseId == 0) revert NothingFrozen({disputeId: disputeId});
        (uint64 engagementId, uint8 milestone) = _ofCase(caseId);
        Stage storage stage = _stages[engagementId][milestone];
        // Split meanwhile. The arbitration must still be able to give its bonds back.
        if (stage.state != MilestoneState.Disputed) return 0;

        moved = forClaimant ? stage.disputed : 0;
        // A ruling that comes too late finds halves, whether or not somebody split them already: so no call's time changes who gets what.
        if (block.timestamp > uint256(stage.since) + rulingSecondsMost || (!forClaimant && !_isRuled(disputeId))) {
            moved = stage.disputed / 2;
        }
        _rule(engagementId, milestone, moved);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IEngagements
    function engagementOf(uint64 engagementId) external view returns (EngagementView memory) {
        Head storage head = _known(engagementId);
        Rest storage rest = _rests[engagementId];
        return EngagementView({
            hash: rest.hash,
            consumer: head.consumer,
            providerId: head.providerId,
            kind: head.kind,
            market: rest.market,
            state: head.state,
            milestones: head.milestones,
            next: head.next,
            rated: rest.rated,
            consumerWishesCancel: rest.consumerWishes,
            providerWishesCancel: rest.providerWishes,
            paid: rest.paid
        });
    }

    /// @inheritdoc IEngagements
    function milestoneOf(uint64 engagementId, uint8 milestone) external view returns (MilestoneView memory) {
        Head storage head = _known(engagementId);
        Stage storage stage = _stageOf(engagementId, head, milestone);
        return MilestoneView({
            amount: stage.amount,
            deliverBy: stage.deliverBy,
            acceptSeconds: stage.acceptSeconds,
            state: _stateOf(head, stage),
            since: stage.since,
            deliveryHash: stage.deliveryHash,
            disputed: stage.disputed,
            disputeId: stage.disputeId
        });
    }

    /// @inheritdoc IEngagements
    function earningsOf(uint64 providerId, uint16 market) external view returns (uint256) {
        Pool storage pool = _pools[providerId][market];
        return pool.earned - pool.withdrawn;
    }

    /// @inheritdoc IEngagements
    function marketOf(uint16 market) external view returns (address token, uint16 feeBps) {
        return (_markets[market].token, _markets[market].feeBps);
    }

    /// @inheritdoc IEngagements
    function hashOf(Engagement calldata terms) public view returns (bytes32) {
        return EngagementTerms.digestOf(EngagementTerms.hashOf(terms));
    }

    /// @inheritdoc IEngagements
    function hashOffer(bytes32 engagement, uint40 expiry, uint32 nonce) public view returns (bytes32) {
        return EngagementTerms.digestOf(EngagementTerms.hashOfOffer(engagement, expiry, nonce));
    }

    /// @inheritdoc IEngagements
    function caseOf(uint64 engagementId, uint8 milestone) public pure returns (uint128) {
        return uint128(engagementId) << 8 | milestone;
    }

    // ---------------------------------------------------------------- opening, its parts

    function _openForCaller(Engagement calldata terms, EngagementOffer calldata offer)
        private
        returns (uint64 engagementId, IERC20 token, uint256 total)
    {
        if (msg.sender != terms.consumer) revert ConsumerMustCall({consumer: terms.consumer, caller: msg.sender});
        return _open(hashOf(terms), terms, offer);
    }

    /// @dev Everything but the payment, which must follow at once.
    function _open(bytes32 hash, Engagement calldata terms, EngagementOffer calldata offer)
        private
        returns (uint64 engagementId, IERC20 token, uint256 total)
    {
        engagementId = idOf[hash];
        if (engagementId != 0) revert EngagementExists({hash: hash, engagementId: engagementId});
        _requireOffered(hash, terms, offer);
        token = IERC20(_takeOver(terms.market));

        engagementId = ++count;
        idOf[hash] = engagementId;
        total = _writeMilestones(engagementId, terms.milestones);
        _heads[engagementId] = Head({
            consumer: terms.consumer,
            providerId: terms.providerId,
            kind: terms.kind,
            milestones: uint8(terms.milestones.length),
            next: 0,
            state: EngagementState.Running
        });
        (_rests[engagementId].market, _rests[engagementId].hash) = (terms.market, hash);
        emit EngagementOpened({
            engagementId: engagementId,
            consumer: terms.consumer,
            providerId: terms.providerId,
            kind: terms.kind,
            market: terms.market,
            total: total,
            hash: hash,
            statementHash: terms.statementHash
        });
    }

    /// @dev Listed under the kind that is hired, another than the consumer, and its node key signed exactly this.
    function _requireOffered(bytes32 hash, Engagement calldata terms, EngagementOffer calldata offer) private view {
        (uint64 providerId, uint8 kind) = (terms.providerId, terms.kind);
        if (kind != MIGRATION && kind != ANALYTICS && kind != COMPLIANCE) revert KindInvalid({kind: kind});
        (address nodeKey, uint8 kinds, bool listed) = IRegistry(registry).listingOf(providerId);
        if (!listed || kinds & kind == 0) revert ProviderNotListed({providerId: providerId, kind: kind});
        if (terms.consumer == IRegistry(registry).ownerOf(providerId)) revert OneParty({account: terms.consumer});
        if (block.timestamp > offer.expiry) revert OfferExpired({hash: hash, expiry: offer.expiry});
        uint32 nonce = offerNonceOf[providerId];
        if (offer.nonce != nonce) revert OfferCancelled({providerId: providerId, nonce: offer.nonce, current: nonce});
        bytes32 digest = hashOffer(hash, offer.expiry, offer.nonce);
        address recovered = Signatures.signerOf(digest, offer.signature);
        if (!Signatures.isBy(nodeKey, recovered, digest, offer.signature)) {
            revert OfferSignatureInvalid({providerId: providerId, recovered: recovered, nodeKey: nodeKey});
        }
    }

    function _writeMilestones(uint64 engagementId, Milestone[] calldata milestones) private returns (uint256 total) {
        uint256 size = milestones.length;
        if (size == 0 || size > MILESTONES_MAX) revert MilestonesInvalid({count: size, maximum: MILESTONES_MAX});
        uint256 earliest = block.timestamp;
        for (uint256 i = 0; i < size; i++) {
            Milestone calldata each = milestones[i];
            if (each.amount == 0) _milestoneInvalid(i, "amount");
            bool inOrder = each.deliverBy > earliest && each.deliverBy <= block.timestamp + LIFE_SECONDS_MAX;
            if (!inOrder) _milestoneInvalid(i, "deliverBy");
            bool timely = each.acceptSeconds >= acceptSecondsLeast && each.acceptSeconds <= acceptSecondsMost;
            if (!timely) _milestoneInvalid(i, "acceptSeconds");

            earliest = each.deliverBy;
            total += each.amount;
            Stage storage stage = _stages[engagementId][uint8(i)];
            (stage.amount, stage.deliverBy, stage.acceptSeconds) = (each.amount, each.deliverBy, each.acceptSeconds);
            emit MilestoneAgreed({
                engagementId: engagementId,
                milestone: uint8(i),
                amount: each.amount,
                deliverBy: each.deliverBy,
                acceptSeconds: each.acceptSeconds
            });
        }
    }

    /// @dev Token and fee of a market never change at the Orchestrator; kept here, no exit asks it.
    function _takeOver(uint16 market) private returns (address token) {
        token = _markets[market].token;
        if (token != address(0)) return token;
        uint16 feeBps;
        (token, feeBps,) = orchestrator.marketOf(market);
        if (feeBps > FEE_CAP_BPS) revert FeeAboveCap({feeBps: feeBps, capBps: FEE_CAP_BPS});
        _markets[market] = Market({token: token, feeBps: feeBps});
    }

    function _pull(IERC20 token, uint256 total) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom({from: msg.sender, to: address(this), value: total});
        _requireReceived(token, before, total);
    }

    /// @dev A token that keeps a part of what it moves is refused.
    function _requireReceived(IERC20 token, uint256 before, uint256 total) private view {
        uint256 received = token.balanceOf(address(this)) - before;
        if (received < total) revert TokenShortReceived({wanted: total, received: received});
    }

    // ---------------------------------------------------------------- who

    function _requireArbitration() private view {
        if (msg.sender != arbitration) revert NotArbitration({caller: msg.sender});
    }

    function _speaksFor(uint64 providerId, address caller) private view returns (bool) {
        return caller == IRegistry(registry).ownerOf(providerId) || caller == IRegistry(registry).nodeKeyOf(providerId);
    }

    function _isRuled(uint256 disputeId) private view returns (bool) {
        (IArbitration.Outcome outcome,,,,,,) = IArbitration(arbitration).rulingOf(disputeId);
        return outcome != IArbitration.Outcome.None;
    }
}
