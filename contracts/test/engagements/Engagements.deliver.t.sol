// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {EngagementsTest} from "./EngagementsTest.sol";

/// @dev Branches: Engagements.deliver.tree
contract EngagementsDeliverTest is EngagementsTest {
    /// Whoever calls, whatever about.
    function testFuzz_EveryCall_RevertWhen_NobodyOpenedIt(uint64 unknown, uint8 milestone, address caller, bool flag, uint8 stars)
        external
    {
        uint64 id = delivered();
        vm.assume(unknown != id);
        bytes memory refusal = abi.encodeWithSelector(IEngagements.EngagementUnknown.selector, unknown);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        engagements.deliver(unknown, milestone, HANDED_OVER);
        vm.expectRevert(refusal);
        engagements.accept(unknown, milestone);
        vm.expectRevert(refusal);
        engagements.settle(unknown, milestone);
        vm.expectRevert(refusal);
        engagements.lapse(unknown);
        vm.expectRevert(refusal);
        engagements.cancel(unknown, flag);
        vm.expectRevert(refusal);
        engagements.rate(unknown, stars, EVIDENCE);
        vm.expectRevert(refusal);
        engagements.engagementOf(unknown);
        vm.expectRevert(refusal);
        engagements.milestoneOf(unknown, milestone);
        vm.stopPrank();
        uint128 caseId = engagements.caseOf(unknown, milestone);
        vm.expectRevert(refusal);
        vm.prank(address(arbitration));
        engagements.freeze(1, caseId, true, 1);

        accept(id, 0);
        assertEarned(FIRST);
    }

    function testFuzz_EveryCall_RevertWhen_TheMilestoneDoesNotExist(uint256 size, uint256 beyond) external {
        size = bound(size, 1, 16);
        uint64 id = hire(milestones(size));
        uint8 milestone = uint8(bound(beyond, size, type(uint8).max));
        bytes memory refusal = abi.encodeWithSelector(IEngagements.MilestonesInvalid.selector, milestone, size);
        vm.expectRevert(refusal);
        vm.prank(owner);
        engagements.deliver(id, milestone, HANDED_OVER);
        vm.expectRevert(refusal);
        vm.prank(consumer);
        engagements.accept(id, milestone);
        vm.expectRevert(refusal);
        engagements.settle(id, milestone);
        vm.expectRevert(refusal);
        engagements.milestoneOf(id, milestone);
        for (uint8 i = 0; i < size; i++) {
            deliver(id, i);
        }
        assertMilestone(id, uint8(size - 1), IEngagements.MilestoneState.Delivered);
    }

    /// In each of the seven states, at any time: the verbs of the others. Its own brought it there.
    function testFuzz_EveryVerb_RevertWhen_TheMilestoneIsInAnotherState(uint256 number, uint256 passed, uint256 disputeId, uint256 amount)
        external
    {
        IEngagements.MilestoneState state = IEngagements.MilestoneState(number % 7);
        uint64 id = brought(state);
        later(bound(passed, 0, 1000 days));
        (uint256 earned, uint256 refund) = (engagements.earningsOf(SERVICE, market), engagements.refundOf(consumer, address(token)));
        bytes memory refusal = abi.encodeWithSelector(IEngagements.WrongState.selector, id, 0, state);
        if (state != IEngagements.MilestoneState.Funded) {
            vm.expectRevert(refusal);
            vm.prank(owner);
            engagements.deliver(id, 0, HANDED_OVER);
        }
        if (state != IEngagements.MilestoneState.Delivered) {
            vm.expectRevert(refusal);
            vm.prank(consumer);
            engagements.accept(id, 0);
            uint128 caseId = engagements.caseOf(id, 0);
            vm.expectRevert(refusal);
            vm.prank(address(arbitration));
            engagements.freeze(bound(disputeId, 2, type(uint128).max), caseId, true, bound(amount, 1, FIRST));
            if (state != IEngagements.MilestoneState.Disputed) {
                vm.expectRevert(refusal);
                vm.prank(stranger);
                engagements.settle(id, 0);
            }
        }
        assertMilestone(id, 0, state);
        assertEarned(earned);
        assertRefund(refund);
    }

    function testFuzz_Deliver_RevertWhen_AStrangerCalls(address caller) external {
        uint64 id = hired();
        vm.assume(caller != owner && caller != nodeOf(SERVICE));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, id, caller));
        vm.prank(caller);
        engagements.deliver(id, 0, HANDED_OVER);
    }

    function testFuzz_Deliver_RevertWhen_NothingWasHandedOver(bool byOwner, uint8 milestone, bytes32 handedOver) external {
        vm.assume(handedOver != 0);
        uint64 id = hired();
        vm.startPrank(byOwner ? owner : nodeOf(SERVICE));
        vm.expectRevert(IEngagements.DeliveryMissing.selector);
        engagements.deliver(id, milestone, 0);
        vm.expectRevert(IEngagements.DeliveryMissing.selector);
        engagements.deliver(id, 0, 0);
        assertMilestone(id, 0, IEngagements.MilestoneState.Funded);

        engagements.deliver(id, 0, handedOver);
        assertEq(engagements.milestoneOf(id, 0).deliveryHash, handedOver, "what was handed over");
    }

    /// Some are delivered, at least two are not.
    function testFuzz_Deliver_RevertWhen_AnotherMilestoneIsNext(uint256 size, uint256 done, uint256 later_, uint256 earlier) external {
        size = bound(size, 2, 16);
        uint64 id = hire(milestones(size));
        uint8 next = uint8(bound(done, 0, size - 2));
        for (uint8 i = 0; i < next; i++) {
            deliver(id, i);
        }
        uint8 milestone = uint8(bound(later_, next + 1, size - 1));
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotNext.selector, id, milestone, next));
        engagements.deliver(id, milestone, HANDED_OVER);
        if (next > 0) {
            milestone = uint8(bound(earlier, 0, next - 1));
            refusedFor(id, milestone, IEngagements.MilestoneState.Delivered);
            engagements.deliver(id, milestone, HANDED_OVER);
        }
        assertEq(engagements.engagementOf(id).next, next, "next");

        engagements.deliver(id, next, HANDED_OVER);
        assertEq(engagements.engagementOf(id).next, next + 1, "the one behind it");
    }

    function testFuzz_Deliver_RevertWhen_TheDeadlinePassed(uint256 passed) external {
        uint64 id = hired();
        uint256 deadline = engagements.milestoneOf(id, 0).deliverBy;
        vm.warp(deadline + bound(passed, 1, 1000 days));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.TooLate.selector, deadline));
        vm.prank(owner);
        engagements.deliver(id, 0, HANDED_OVER);
        vm.warp(deadline);
        deliver(id, 0);
        assertMilestone(id, 0, IEngagements.MilestoneState.Delivered);
        assertEq(engagements.milestoneOf(id, 0).deliveryHash, HANDED_OVER, "what was handed over");
    }

    function testFuzz_Accept_RevertWhen_AnotherThanTheConsumerCalls(address caller) external {
        vm.assume(caller != consumer);
        uint64 id = delivered();
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, id, caller));
        vm.prank(caller);
        engagements.accept(id, 0);
    }

    function test_Accept_PaysTheMilestoneOnce() external {
        uint64 id = delivered();
        assertEarned(0);
        accept(id, 0);
        assertEarned(FIRST);
        assertMilestone(id, 0, IEngagements.MilestoneState.Accepted);
        refusedFor(id, 0, IEngagements.MilestoneState.Accepted);
        vm.prank(consumer);
        engagements.accept(id, 0);
        later(100 days);
        refusedFor(id, 0, IEngagements.MilestoneState.Accepted);
        engagements.settle(id, 0);
        assertEarned(FIRST);
    }

    function testFuzz_Settle_SilenceAcceptsAtTheEndOfItsTime(uint256 passed) external {
        uint64 id = delivered();
        uint256 acceptBy = vm.getBlockTimestamp() + ACCEPT;
        passed = bound(passed, 0, ACCEPT);
        later(passed);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.TooEarly.selector, acceptBy));
        engagements.settle(id, 0);
        vm.warp(acceptBy + 1);
        vm.prank(stranger);
        engagements.settle(id, 0);
        assertEarned(FIRST);
        assertMilestone(id, 0, IEngagements.MilestoneState.Accepted);
    }

    function test_Lapse_RefundsWhatIsNotDelivered_AndTheRestGoesOn() external {
        uint64 id = delivered();
        uint256 deadline = engagements.milestoneOf(id, 1).deliverBy;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.TooEarly.selector, deadline));
        engagements.lapse(id);
        vm.warp(deadline + 1);
        vm.prank(stranger);
        engagements.lapse(id);
        assertRefund(uint256(SECOND) + THIRD);
        assertMilestone(id, 0, IEngagements.MilestoneState.Delivered);
        assertMilestone(id, 1, IEngagements.MilestoneState.Lapsed);
        assertMilestone(id, 2, IEngagements.MilestoneState.Lapsed);
        accept(id, 0);
        assertEarned(FIRST);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingLeft.selector, id));
        engagements.lapse(id);
        refusedFor(id, 1, IEngagements.MilestoneState.Lapsed);
        vm.prank(owner);
        engagements.deliver(id, 1, HANDED_OVER);
    }

    function testFuzz_Cancel_RevertWhen_AStrangerCalls(address caller, bool wished) external {
        vm.assume(caller != consumer && caller != owner && caller != nodeOf(SERVICE));
        uint64 id = hired();
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, id, caller));
        vm.prank(caller);
        engagements.cancel(id, wished);
        wish(owner, id, true);
        assertRefund(0);
    }

    /// All is delivered, or it was cancelled, or it lapsed; while one milestone was left, both answered.
    function testFuzz_LapseAndCancel_RevertWhen_NothingIsLeft(uint256 size, uint256 how, address caller, bool wished, uint256 passed)
        external
    {
        size = bound(size, 1, 16);
        uint64 id = hire(milestones(size));
        for (uint8 i = 0; i + 1 < size; i++) {
            deliver(id, i);
        }
        wish(consumer, id, true);
        if (how % 3 == 0) {
            deliver(id, uint8(size - 1));
        } else if (how % 3 == 1) {
            wish(owner, id, true);
        } else {
            later(size + 1);
            engagements.lapse(id);
        }
        assertRefund(how % 3 == 0 ? 0 : 5);
        later(bound(passed, 0, 1000 days));
        bytes memory refusal = abi.encodeWithSelector(IEngagements.NothingLeft.selector, id);
        address[3] memory callers = [caller, consumer, owner];
        for (uint256 i = 0; i < 3; i++) {
            vm.startPrank(callers[i]);
            vm.expectRevert(refusal);
            engagements.lapse(id);
            vm.expectRevert(refusal);
            engagements.cancel(id, wished);
            vm.stopPrank();
        }
        assertRefund(how % 3 == 0 ? 0 : 5);
    }

    function test_Cancel_ByOneChangesNothing_ByBothRefunds() external {
        uint64 id = delivered();
        wish(consumer, id, true);
        wish(consumer, id, true);
        assertRefund(0);
        wish(consumer, id, false);
        wish(owner, id, true);
        assertRefund(0);
        assertTrue(engagements.engagementOf(id).providerWishesCancel, "the provider's wish");
        wish(consumer, id, true);
        assertRefund(uint256(SECOND) + THIRD);
        assertMilestone(id, 0, IEngagements.MilestoneState.Delivered);
        assertMilestone(id, 1, IEngagements.MilestoneState.Cancelled);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingLeft.selector, id));
        vm.prank(consumer);
        engagements.cancel(id, true);
        later(500 days);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingLeft.selector, id));
        engagements.lapse(id);
    }

    function test_Cancel_ADeliveryForgetsTheWishes() external {
        uint64 id = hired();
        wish(consumer, id, true);
        deliver(id, 0);
        wish(nodeOf(SERVICE), id, true);
        assertRefund(0);
        assertFalse(engagements.engagementOf(id).consumerWishesCancel, "the consumer's wish");
    }

    /// The same work, with a stranger that pushes whenever it can, and with nobody who does until the end: the same balances.
    function testFuzz_AStrangersCallsChangeNobodysFinalBalance(uint256 seed, bool deliversSecond) external {
        uint256[3] memory pushed = story(seed, deliversSecond, true);
        uint256[3] memory unpushed = story(seed, deliversSecond, false);
        for (uint256 i = 0; i < 3; i++) {
            assertEq(pushed[i], unpushed[i], "consumer, provider, fund");
        }
    }

    function story(uint256 seed, bool deliversSecond, bool pushes) private returns (uint256[3] memory balances) {
        uint256 snapshot = vm.snapshotState();
        uint256 before = token.balanceOf(consumer);
        uint64 id = delivered();
        later(bound(seed, 0, 9 days));
        if (deliversSecond) deliver(id, 1);
        for (uint256 step = 0; step < 12; step++) {
            later(bound(uint256(keccak256(abi.encode(seed, step))), 1, 5 days));
            if (pushes) push(id);
        }
        later(40 days);
        push(id);
        balances = [before - token.balanceOf(consumer), token.balanceOf(payout), token.balanceOf(address(fund))];
        assertHeld(0);
        vm.revertToState(snapshot);
    }

    function push(uint64 id) private {
        vm.startPrank(stranger);
        for (uint8 i = 0; i < 3; i++) {
            try engagements.settle(id, i) {} catch {}
        }
        try engagements.lapse(id) {} catch {}
        try engagements.withdraw(SERVICE, market) {} catch {}
        try engagements.withdrawRefund(consumer, address(token)) {} catch {}
        try engagements.sweepFees(address(token)) {} catch {}
        vm.stopPrank();
    }
}
