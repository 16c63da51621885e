// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {EngagementsTest} from "./EngagementsTest.sol";

/// @dev Branches: Engagements.dispute.tree
contract EngagementsDisputeTest is EngagementsTest {
    function testFuzz_Freeze_RevertWhen_AnotherThanTheArbitrationCalls(address caller) external {
        vm.assume(caller != address(arbitration));
        uint64 id = delivered();
        uint128 caseId = engagements.caseOf(id, 0);
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotArbitration.selector, caller));
        engagements.freeze(1, caseId, true, 1);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotArbitration.selector, caller));
        engagements.release(1, true);
    }

    /// Whatever the arbitration asks for under an id that froze something, also after its end.
    function testFuzz_Freeze_RevertWhen_TheDisputeFrozeSomethingBefore(
        uint256 disputeId,
        uint256 another,
        uint128 caseId,
        uint256 amount,
        uint256 ended
    ) external {
        disputeId = bound(disputeId, 0, type(uint128).max);
        another = bound(another, 0, type(uint128).max);
        vm.assume(another != disputeId);
        uint64 id = delivered();
        deliver(id, 1);
        (uint128 first, uint128 second) = (engagements.caseOf(id, 0), engagements.caseOf(id, 1));
        vm.startPrank(address(arbitration));
        engagements.freeze(disputeId, first, true, bound(amount, 1, FIRST));
        if (ended % 3 != 0) engagements.release(disputeId, ended % 3 == 1);
        bytes memory refusal = abi.encodeWithSelector(IEngagements.FrozenAlready.selector, disputeId);
        vm.expectRevert(refusal);
        engagements.freeze(disputeId, caseId, true, amount);
        vm.expectRevert(refusal);
        engagements.freeze(disputeId, second, true, bound(amount, 1, SECOND));
        assertMilestone(id, 1, IEngagements.MilestoneState.Delivered);

        engagements.freeze(another, second, true, bound(amount, 1, SECOND));
        assertMilestone(id, 1, IEngagements.MilestoneState.Disputed);
    }

    function testFuzz_Release_RevertWhen_TheDisputeFrozeNothing(uint256 disputeId, uint256 another, uint256 amount, bool forClaimant)
        external
    {
        disputeId = bound(disputeId, 0, type(uint128).max);
        vm.assume(another != disputeId);
        amount = bound(amount, 1, FIRST);
        uint64 id = delivered();
        uint128 caseId = engagements.caseOf(id, 0);
        vm.startPrank(address(arbitration));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingFrozen.selector, disputeId));
        engagements.release(disputeId, forClaimant);
        engagements.freeze(disputeId, caseId, true, amount);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingFrozen.selector, another));
        engagements.release(another, forClaimant);
        assertMilestone(id, 0, IEngagements.MilestoneState.Disputed);
        assertRefund(0);

        engagements.release(disputeId, true);
        assertRefund(amount);
    }

    /// Of each of the three milestones: nothing, and a unit or more too much.
    function testFuzz_Freeze_RevertWhen_TheClaimIsNothingOrMoreThanTheMilestone(uint256 index, uint256 above, uint256 within) external {
        uint96[3] memory amounts = [FIRST, SECOND, THIRD];
        uint8 milestone = uint8(index % 3);
        uint256 whole = amounts[milestone];
        uint64 id = hired();
        for (uint8 i = 0; i <= milestone; i++) {
            deliver(id, i);
        }
        uint128 caseId = engagements.caseOf(id, milestone);
        uint256[3] memory outside = [bound(above, whole + 1, type(uint256).max), whole + 1, 0];
        vm.startPrank(address(arbitration));
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert(abi.encodeWithSelector(IEngagements.ClaimOutsideMilestone.selector, outside[i], whole));
            engagements.freeze(98, caseId, true, outside[i]);
        }
        assertMilestone(id, milestone, IEngagements.MilestoneState.Delivered);
        uint256[3] memory inside = [bound(within, 1, whole), whole, 1];
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < 3; i++) {
            assertEq(engagements.freeze(98, caseId, true, inside[i]), inside[i], "frozen");
            assertEarned(whole - inside[i]);
            vm.revertToState(snapshot);
            snapshot = vm.snapshotState();
        }
    }

    function testFuzz_Freeze_RevertWhen_TheTimeForAcceptancePassed(uint256 passed, uint256 amount) external {
        uint64 id = delivered();
        amount = bound(amount, 1, FIRST);
        uint128 caseId = engagements.caseOf(id, 0);
        uint256 acceptBy = vm.getBlockTimestamp() + ACCEPT;
        vm.warp(acceptBy + bound(passed, 1, 1000 days));
        vm.startPrank(address(arbitration));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.TooLate.selector, acceptBy));
        engagements.freeze(98, caseId, true, amount);
        vm.warp(acceptBy);
        assertEq(engagements.freeze(98, caseId, true, amount), amount, "frozen");
    }

    function testFuzz_Dispute_RevertWhen_TheProviderWouldClaim(uint256 amount, uint256 disputeId, uint128 anyCase, address caller)
        external
    {
        vm.assume(caller != consumer && caller != owner);
        amount = bound(amount, 1, FIRST);
        uint64 id = delivered();
        (uint128 caseId, uint32 epoch) = (engagements.caseOf(id, 0), currentEpoch() - 1);
        vm.expectRevert(IEngagements.OnlyConsumersClaim.selector);
        vm.prank(owner);
        arbitration.open(caseId, epoch, epoch, uint128(amount), EVIDENCE);
        vm.expectRevert(IEngagements.OnlyConsumersClaim.selector);
        vm.prank(address(arbitration));
        engagements.freeze(disputeId, anyCase, false, amount);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, caller));
        vm.prank(caller);
        arbitration.open(caseId, epoch, epoch, uint128(amount), EVIDENCE);
        assertMilestone(id, 0, IEngagements.MilestoneState.Delivered);
        assertEq(arbitration.count(), 0, "no dispute");

        dispute(id, 0, uint128(amount));
        assertMilestone(id, 0, IEngagements.MilestoneState.Disputed);
    }

    function test_Dispute_RevertWhen_TheMilestoneIsNotWaitingForAcceptance() external {
        uint64 id = hired();
        nothingToClaim(id, 0);
        nothingToClaim(id, 3);
        deliver(id, 0);
        accept(id, 0);
        nothingToClaim(id, 0);
        deliver(id, 1);
        later(uint256(ACCEPT) + 1);
        nothingToClaim(id, 1);
        deliver(id, 2);
        dispute(id, 2, 1);
        nothingToClaim(id, 2);
    }

    function nothingToClaim(uint64 id, uint8 milestone) private {
        (uint128 caseId, uint32 epoch) = (engagements.caseOf(id, milestone), currentEpoch() - 1);
        vm.expectRevert();
        vm.prank(consumer);
        arbitration.open(caseId, epoch, epoch, 1, EVIDENCE);
    }

    function testFuzz_Dispute_FreezesWhatIsClaimed_TheRestIsPaid(uint128 amount) external {
        amount = uint128(bound(amount, 1, FIRST));
        (uint64 id, uint256 disputeId) = disputed(amount);
        assertEarned(FIRST - amount);
        assertMilestone(id, 0, IEngagements.MilestoneState.Disputed);
        assertEq(engagements.milestoneOf(id, 0).disputed, amount, "disputed");
        refusedFor(id, 0, IEngagements.MilestoneState.Disputed);
        vm.prank(consumer);
        engagements.accept(id, 0);
        ruled(disputeId, true);
        assertEarned(FIRST - amount);
        assertRefund(amount);
        assertMilestone(id, 0, IEngagements.MilestoneState.Ruled);
    }

    function test_Dispute_TheProviderIsSilent_Refunded() external {
        (, uint256 disputeId) = disputed(FIRST);
        passDeadline(disputeId);
        arbitration.lapse(disputeId);
        assertRefund(FIRST);
        assertEarned(0);
    }

    function test_Dispute_RuledForTheProvider_Paid() external {
        (, uint256 disputeId) = disputed(FIRST);
        ruled(disputeId, false);
        assertEarned(FIRST);
        assertRefund(0);
    }

    function test_Dispute_NoMajorityInTime_Halves() external {
        (uint64 id, uint256 disputeId) = disputed(FIRST);
        answer(disputeId);
        passDeadline(disputeId);
        arbitration.lapse(disputeId);
        assertRefund(FIRST / 2);
        assertEarned(FIRST - FIRST / 2);
        assertMilestone(id, 0, IEngagements.MilestoneState.Ruled);
        assertEq(arbitration.claimableOf(consumer), BOND, "the consumer's bond");
        assertEq(arbitration.claimableOf(owner), BOND, "the provider's bond");
    }

    function testFuzz_Settle_ADisputeWithoutAnEndIsSplitAfterSixtyDays(uint256 passed) external {
        (uint64 id,) = disputed(FIRST);
        uint256 ruledBy = vm.getBlockTimestamp() + 60 days;
        later(bound(passed, 0, 60 days));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.TooEarly.selector, ruledBy));
        engagements.settle(id, 0);
        vm.warp(ruledBy + 1);
        vm.prank(stranger);
        engagements.settle(id, 0);
        assertRefund(FIRST / 2);
        assertEarned(FIRST - FIRST / 2);
    }

    /// Whether the split or the late ruling comes first changes nothing but the bonds' time.
    function testFuzz_Release_AfterSixtyDaysFindsHalves(bool splitFirst, bool forClaimant) external {
        (uint64 id, uint256 disputeId) = disputed(FIRST);
        uint256 ruledBy = vm.getBlockTimestamp() + 60 days;
        answer(disputeId);
        passEpoch(arbitration.disputeOf(disputeId).seatEpoch);
        arbitration.seat(disputeId);
        address[] memory panel = arbitration.panelOf(disputeId, 0);
        for (uint256 i = 0; i < 2; i++) {
            vm.prank(panel[i]);
            arbitration.rule(disputeId, forClaimant);
        }
        vm.warp(ruledBy + 1);
        arbitration.lapse(disputeId);
        if (splitFirst) engagements.settle(id, 0);
        arbitration.execute(disputeId);
        assertRefund(FIRST / 2);
        assertEarned(FIRST - FIRST / 2);
        address winner = forClaimant ? consumer : owner;
        assertEq(arbitration.claimableOf(winner), BOND + BOND - BOND / 4 * 2, "the winner's bonds");
        refusedFor(id, 0, IEngagements.MilestoneState.Ruled);
        engagements.settle(id, 0);
    }

    function test_Dispute_OtherMilestonesGoOn() external {
        (uint64 id, uint256 disputeId) = disputed(FIRST);
        deliver(id, 1);
        accept(id, 1);
        assertEarned(SECOND);
        ruled(disputeId, true);
        later(40 days);
        engagements.lapse(id);
        assertRefund(uint256(FIRST) + THIRD);
        assertEarned(SECOND);
        assertHeld(TOTAL);
    }
}
