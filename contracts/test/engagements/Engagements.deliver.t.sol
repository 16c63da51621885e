// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {EngagementsTest} from "./EngagementsTest.sol";

/// @dev Branches: Engagements.deliver.tree
contract EngagementsDeliverTest is EngagementsTest {
    function test_Deliver_RevertWhen_NobodyOpenedIt() external {
        vm.expectRevert(abi.encodeWithSelector(IEngagements.EngagementUnknown.selector, 7));
        vm.prank(owner);
        engagements.deliver(7, 0, HANDED_OVER);
        uint64 id = hired();
        vm.expectRevert(abi.encodeWithSelector(IEngagements.MilestonesInvalid.selector, 3, 3));
        vm.prank(owner);
        engagements.deliver(id, 3, HANDED_OVER);
    }

    function testFuzz_Deliver_RevertWhen_AStrangerCalls(address caller) external {
        uint64 id = hired();
        vm.assume(caller != owner && caller != nodeOf(SERVICE));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, id, caller));
        vm.prank(caller);
        engagements.deliver(id, 0, HANDED_OVER);
    }

    function test_Deliver_RevertWhen_NothingWasHandedOver() external {
        uint64 id = hired();
        vm.expectRevert(IEngagements.DeliveryMissing.selector);
        vm.prank(owner);
        engagements.deliver(id, 0, 0);
    }

    function test_Deliver_RevertWhen_AnotherMilestoneIsNext() external {
        uint64 id = hired();
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotNext.selector, id, 1, 0));
        engagements.deliver(id, 1, HANDED_OVER);
        engagements.deliver(id, 0, HANDED_OVER);
        refusedFor(id, 0, IEngagements.MilestoneState.Delivered);
        engagements.deliver(id, 0, HANDED_OVER);
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

    function test_Accept_RevertWhen_ItIsNotDelivered() external {
        uint64 id = hired();
        refusedFor(id, 0, IEngagements.MilestoneState.Funded);
        vm.prank(consumer);
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

    function test_Settle_RevertWhen_NothingWasDelivered() external {
        uint64 id = hired();
        later(500 days);
        refusedFor(id, 0, IEngagements.MilestoneState.Funded);
        engagements.settle(id, 0);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.EngagementUnknown.selector, 9));
        engagements.settle(9, 0);
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

    function test_Cancel_RevertWhen_AStrangerCalls_OrNothingIsLeft() external {
        uint64 id = hired();
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, id, stranger));
        vm.prank(stranger);
        engagements.cancel(id, true);
        for (uint8 i = 0; i < 3; i++) {
            deliver(id, i);
        }
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingLeft.selector, id));
        vm.prank(consumer);
        engagements.cancel(id, true);
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

    function wish(address who, uint64 id, bool wished) private {
        vm.prank(who);
        engagements.cancel(id, wished);
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
