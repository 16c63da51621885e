// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Engagements} from "../../src/Engagements.sol";
import {ServiceArbitration} from "../../src/ServiceArbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {Authorization} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {SeededBeacon} from "../orchestrator/Ports.sol";

/// @title Base of the engagements' tests: a listed migration provider, a consumer with money, three milestones, and the steps of the work
abstract contract EngagementsTest is OrchestratorTest {
    uint8 internal constant MIGRATION = 8;
    uint8 internal constant ANALYTICS = 32;
    uint64 internal constant SERVICE = 6;
    uint256 internal constant BOND = 100e6;
    uint256 internal constant APPEAL_BOND = 300e6;
    uint96 internal constant FIRST = 1_000_001;
    uint96 internal constant SECOND = 2_000_003;
    uint96 internal constant THIRD = 4_000_007;
    uint256 internal constant TOTAL = uint256(FIRST) + SECOND + THIRD;
    uint32 internal constant ACCEPT = 3 days;
    bytes32 internal constant HANDED_OVER = keccak256("manifest");
    bytes32 internal constant EVIDENCE = keccak256("what was wrong");

    Engagements internal engagements;
    ServiceArbitration internal arbitration;
    address internal owner;
    address internal payout;

    function setUp() public virtual override {
        super.setUp();
        vm.etch(address(beacon), type(SeededBeacon).runtimeCode);
        vm.prank(ownerOf(SERVICE));
        registry.register(MIGRATION | ANALYTICS, payoutOf(SERVICE), nodeOf(SERVICE), 0, "");
        (owner, payout) = (ownerOf(SERVICE), payoutOf(SERVICE));
        token.mint(address(this), STAKE);
        token.approve(address(stakes), STAKE);
        stakes.stake(SERVICE, address(token), STAKE);
        address arbitrationAt_ = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        engagements = new Engagements(orchestrator, arbitrationAt_, address(fund), times());
        arbitration =
            new ServiceArbitration(address(engagements), address(this), token, BOND, APPEAL_BOND, disputeTimes(), namedArbitrators(12));
        token.mint(owner, 1_000_000e6);
        approve(consumer, address(engagements));
        approve(consumer, address(arbitration));
        approve(owner, address(arbitration));
        // Whoever is appointed in the second of a dispute sits on none of its panels.
        later(1);
    }

    function times() internal pure returns (IEngagements.Times memory) {
        return IEngagements.Times({acceptSecondsLeast: 3 days, acceptSecondsMost: 30 days, rulingSecondsMost: 60 days});
    }

    function disputeTimes() internal pure returns (IArbitration.Times memory) {
        return IArbitration.Times({disputeSeconds: 3 days, answerSeconds: 3 days, rulingSeconds: 3 days, appealSeconds: 3 days});
    }

    function namedArbitrators(uint256 wanted) internal returns (address[] memory named_) {
        named_ = new address[](wanted);
        for (uint64 i = 0; i < wanted; i++) {
            (named_[i],) = actor(named("arbitrator", i));
        }
    }

    function approve(address account, address spender) internal {
        vm.prank(account);
        token.approve(spender, type(uint256).max);
    }

    // ---- terms

    function threeMilestones() internal view returns (IEngagements.Engagement memory terms) {
        (terms.consumer, terms.providerId, terms.kind, terms.market) = (consumer, SERVICE, MIGRATION, market);
        terms.milestones = new IEngagements.Milestone[](3);
        uint96[3] memory amounts = [FIRST, SECOND, THIRD];
        for (uint256 i = 0; i < 3; i++) {
            terms.milestones[i] = IEngagements.Milestone({
                amount: amounts[i], deliverBy: uint40(vm.getBlockTimestamp() + (i + 1) * 10 days), acceptSeconds: ACCEPT
            });
        }
        terms.statementHash = keccak256("move the bucket");
        terms.salt = 1;
    }

    /// So many of five units each, one a second.
    function milestones(uint256 size) internal view returns (IEngagements.Engagement memory terms) {
        terms = threeMilestones();
        terms.milestones = new IEngagements.Milestone[](size);
        for (uint256 i = 0; i < size; i++) {
            terms.milestones[i] =
                IEngagements.Milestone({amount: 5, deliverBy: uint40(vm.getBlockTimestamp() + 1 + i), acceptSeconds: ACCEPT});
        }
    }

    function offered(IEngagements.Engagement memory terms) internal returns (IEngagements.EngagementOffer memory) {
        return offered(terms, vm.getBlockTimestamp() + 1 days, engagements.offerNonceOf(terms.providerId));
    }

    function offered(IEngagements.Engagement memory terms, uint256 expiry, uint32 nonce)
        internal
        returns (IEngagements.EngagementOffer memory offer)
    {
        (offer.expiry, offer.nonce) = (uint40(expiry), nonce);
        (, uint256 key) = actor(named("node", terms.providerId));
        offer.signature = sign(key, engagements.hashOffer(engagements.hashOf(terms), offer.expiry, offer.nonce));
    }

    /// Plain ERC-3009, over the engagement's hash as its nonce.
    function payment(IEngagements.Engagement memory terms, uint256 value) internal view returns (Authorization memory authorization) {
        authorization.validBefore = vm.getBlockTimestamp() + 1 hours;
        bytes32 hash = keccak256(
            abi.encode(
                token.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(),
                terms.consumer,
                address(engagements),
                value,
                0,
                authorization.validBefore,
                engagements.hashOf(terms)
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), hash));
        (authorization.v, authorization.r, authorization.s) = vm.sign(consumerKey, digest);
    }

    // ---- the steps

    function hired() internal returns (uint64 id) {
        return hire(threeMilestones());
    }

    function hire(IEngagements.Engagement memory terms) internal returns (uint64 id) {
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.prank(consumer);
        return engagements.open(terms, offer);
    }

    function delivered() internal returns (uint64 id) {
        id = hired();
        deliver(id, 0);
    }

    function deliver(uint64 id, uint8 milestone) internal {
        vm.prank(nodeOf(SERVICE));
        engagements.deliver(id, milestone, HANDED_OVER);
    }

    function accept(uint64 id, uint8 milestone) internal {
        vm.prank(consumer);
        engagements.accept(id, milestone);
    }

    /// The consumer disputes `amount` of the first milestone.
    function disputed(uint128 amount) internal returns (uint64 id, uint256 disputeId) {
        id = delivered();
        disputeId = dispute(id, 0, amount);
    }

    function dispute(uint64 id, uint8 milestone, uint128 amount) internal returns (uint256 disputeId) {
        uint32 epoch = currentEpoch() - 1;
        uint128 caseId = engagements.caseOf(id, milestone);
        vm.prank(consumer);
        return arbitration.open(caseId, epoch, epoch, amount, EVIDENCE);
    }

    function wish(address who, uint64 id, bool wished) internal {
        vm.prank(who);
        engagements.cancel(id, wished);
    }

    /// An engagement whose first milestone is in this state.
    function brought(IEngagements.MilestoneState state) internal returns (uint64 id) {
        id = hired();
        if (state == IEngagements.MilestoneState.Cancelled) {
            wish(consumer, id, true);
            wish(owner, id, true);
        } else if (state == IEngagements.MilestoneState.Lapsed) {
            vm.warp(uint256(engagements.milestoneOf(id, 0).deliverBy) + 1);
            engagements.lapse(id);
        } else if (state != IEngagements.MilestoneState.Funded) {
            deliver(id, 0);
        }
        if (state == IEngagements.MilestoneState.Accepted) accept(id, 0);
        if (state == IEngagements.MilestoneState.Disputed) dispute(id, 0, FIRST);
        if (state == IEngagements.MilestoneState.Ruled) ruled(dispute(id, 0, FIRST), true);
        assertMilestone(id, 0, state);
    }

    function answer(uint256 disputeId) internal {
        vm.prank(nodeOf(SERVICE));
        token.approve(address(arbitration), type(uint256).max);
        vm.prank(owner);
        arbitration.answer(disputeId, EVIDENCE);
    }

    /// Answered, judged by a panel, and carried out.
    function ruled(uint256 disputeId, bool forClaimant) internal {
        answer(disputeId);
        passEpoch(arbitration.disputeOf(disputeId).seatEpoch);
        arbitration.seat(disputeId);
        address[] memory panel = arbitration.panelOf(disputeId, 0);
        for (uint256 i = 0; i < 2; i++) {
            vm.prank(panel[i]);
            arbitration.rule(disputeId, forClaimant);
        }
        passDeadline(disputeId);
        arbitration.lapse(disputeId);
        arbitration.execute(disputeId);
    }

    function passDeadline(uint256 disputeId) internal {
        vm.warp(uint256(arbitration.disputeOf(disputeId).deadline) + 1);
    }

    function later(uint256 secondsLong) internal {
        vm.warp(vm.getBlockTimestamp() + secondsLong);
    }

    // ---- what holds

    function assertMilestone(uint64 id, uint8 milestone, IEngagements.MilestoneState wanted) internal view {
        assertEq(uint256(engagements.milestoneOf(id, milestone).state), uint256(wanted), "milestone's state");
    }

    function assertEarned(uint256 wanted) internal view {
        assertEq(engagements.earningsOf(SERVICE, market), wanted, "earnings");
    }

    function assertRefund(uint256 wanted) internal view {
        assertEq(engagements.refundOf(consumer, address(token)), wanted, "refund");
    }

    function assertHeld(uint256 wanted) internal view {
        assertEq(token.balanceOf(address(engagements)), wanted, "held");
    }

    function refusedFor(uint64 id, uint8 milestone, IEngagements.MilestoneState state) internal {
        vm.expectRevert(abi.encodeWithSelector(IEngagements.WrongState.selector, id, milestone, state));
    }
}
