// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "./interfaces/IEngagements.sol";

/// @title What engagements are written in, and the edges of their milestones
/// @notice Nothing here asks another contract or moves a token: it says what state a milestone is in, and whose its amount becomes.
abstract contract EngagementLedger is IEngagements {
    /// @dev One slot.
    struct Head {
        address consumer;
        uint64 providerId;
        uint8 kind;
        uint8 milestones;
        uint8 next;
        EngagementState state;
    }

    struct Rest {
        uint16 market;
        bool consumerWishes;
        bool providerWishes;
        bool rated;
        uint128 paid;
        bytes32 hash;
    }

    struct Stage {
        uint96 amount;
        uint40 deliverBy;
        uint32 acceptSeconds;
        uint40 since;
        /// Funded also where the engagement is over: `_stateOf` says.
        MilestoneState state;
        bytes32 deliveryHash;
        uint96 disputed;
        uint128 disputeId;
    }

    struct Market {
        address token;
        uint16 feeBps;
    }

    /// @dev All that a provider ever earned in a market, and what of that was withdrawn.
    struct Pool {
        uint128 earned;
        uint128 withdrawn;
    }

    /// @inheritdoc IEngagements
    uint64 public override count;
    /// @inheritdoc IEngagements
    mapping(bytes32 hash => uint64 engagementId) public override idOf;
    /// @inheritdoc IEngagements
    mapping(uint64 providerId => uint32 nonce) public override offerNonceOf;
    /// @inheritdoc IEngagements
    mapping(address account => mapping(address token => uint256 amount)) public override refundOf;
    /// @inheritdoc IEngagements
    mapping(address token => uint256 amount) public override feesOf;
    mapping(uint16 market => Market) internal _markets;
    mapping(uint64 engagementId => Head) internal _heads;
    mapping(uint64 engagementId => Rest) internal _rests;
    mapping(uint64 engagementId => mapping(uint8 milestone => Stage)) internal _stages;
    mapping(uint64 providerId => mapping(uint16 market => Pool)) internal _pools;
    mapping(uint256 disputeId => uint128 caseId) internal _cases;

    // ---------------------------------------------------------------- ends of milestones

    function _accept(uint64 engagementId, uint8 milestone, bool bySilence) internal {
        Stage storage stage = _stages[engagementId][milestone];
        stage.state = MilestoneState.Accepted;
        _earn(engagementId, stage.amount);
        emit MilestoneAccepted({engagementId: engagementId, milestone: milestone, paid: stage.amount, bySilence: bySilence});
    }

    function _rule(uint64 engagementId, uint8 milestone, uint256 refunded) internal {
        Stage storage stage = _stages[engagementId][milestone];
        uint256 paid = stage.disputed - refunded;
        stage.state = MilestoneState.Ruled;
        _earn(engagementId, paid);
        _refund(engagementId, refunded);
        emit MilestoneRuled({engagementId: engagementId, milestone: milestone, disputeId: stage.disputeId, paid: paid, refunded: refunded});
    }

    /// @dev All that is not delivered goes back.
    function _end(uint64 engagementId, Head storage head, EngagementState state) internal returns (uint256 refunded) {
        head.state = state;
        for (uint8 i = head.next; i < head.milestones; i++) {
            refunded += _stages[engagementId][i].amount;
        }
        _refund(engagementId, refunded);
    }

    function _earn(uint64 engagementId, uint256 amount) internal {
        if (amount == 0) return;
        Rest storage rest = _rests[engagementId];
        rest.paid += uint128(amount);
        _pools[_heads[engagementId].providerId][rest.market].earned += uint128(amount);
    }

    function _refund(uint64 engagementId, uint256 amount) internal {
        if (amount > 0) refundOf[_heads[engagementId].consumer][_markets[_rests[engagementId].market].token] += amount;
    }

    // ---------------------------------------------------------------- parts

    function _known(uint64 engagementId) internal view returns (Head storage head) {
        head = _heads[engagementId];
        if (head.state == EngagementState.None) revert EngagementUnknown({engagementId: engagementId});
    }

    function _requireConsumer(uint64 engagementId) internal view returns (Head storage head) {
        head = _known(engagementId);
        if (msg.sender != head.consumer) _notParty(engagementId);
    }

    function _requireUndelivered(uint64 engagementId) internal view returns (Head storage head) {
        head = _known(engagementId);
        if (head.state != EngagementState.Running || head.next == head.milestones) revert NothingLeft({engagementId: engagementId});
    }

    function _requireState(uint64 engagementId, uint8 milestone, MilestoneState wanted) internal view {
        Head storage head = _known(engagementId);
        MilestoneState state = _stateOf(head, _stageOf(engagementId, head, milestone));
        if (state != wanted) revert WrongState({engagementId: engagementId, milestone: milestone, state: state});
    }

    function _stageOf(uint64 engagementId, Head storage head, uint8 milestone) internal view returns (Stage storage) {
        if (milestone >= head.milestones) revert MilestonesInvalid({count: milestone, maximum: head.milestones});
        return _stages[engagementId][milestone];
    }

    function _requireBy(uint256 deadline) internal view {
        if (block.timestamp > deadline) revert TooLate({deadline: deadline});
    }

    function _requireAfter(uint256 deadline) internal view {
        if (block.timestamp <= deadline) revert TooEarly({deadline: deadline});
    }

    function _stateOf(Head storage head, Stage storage stage) internal view returns (MilestoneState) {
        if (stage.state != MilestoneState.Funded || head.state == EngagementState.Running) return stage.state;
        return head.state == EngagementState.Cancelled ? MilestoneState.Cancelled : MilestoneState.Lapsed;
    }

    function _acceptBy(Stage storage stage) internal view returns (uint256) {
        return uint256(stage.since) + stage.acceptSeconds;
    }

    // Refusals of several places, once each: the code must fit.

    function _notParty(uint64 engagementId) internal view {
        revert NotParty({engagementId: engagementId, caller: msg.sender});
    }

    function _milestoneInvalid(uint256 milestone, string memory field) internal pure {
        revert MilestoneInvalid({milestone: milestone, field: field});
    }

    function _nothingToWithdraw(address account) internal pure {
        revert NothingToWithdraw({account: account});
    }

    function _ofCase(uint128 caseId) internal pure returns (uint64 engagementId, uint8 milestone) {
        return (uint64(caseId >> 8), uint8(caseId));
    }
}
