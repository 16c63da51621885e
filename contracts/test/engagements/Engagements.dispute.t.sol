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

    function test_Freeze_RevertWhen_TheArbitrationAsksForNonsense() external {
        (uint64 id, uint256 disputeId) = disputed(FIRST);
        uint128 caseId = engagements.caseOf(id, 0);
        vm.startPrank(address(arbitration));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.FrozenAlready.selector, disputeId));
        engagements.freeze(disputeId, caseId, true, 1);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingFrozen.selector, 99));
        engagements.release(99, true);
        vm.stopPrank();
        deliver(id, 1);
        caseId = engagements.caseOf(id, 1);
        vm.startPrank(address(arbitration));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ClaimOutsideMilestone.selector, uint256(SECOND) + 1, SECOND));
        engagements.freeze(98, caseId, true, uint256(SECOND) + 1);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ClaimOutsideMilestone.selector, 0, SECOND));
        engagements.freeze(98, caseId, true, 0);
        uint256 acceptBy = vm.getBlockTimestamp() + ACCEPT;
        vm.warp(acceptBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.TooLate.selector, acceptBy));
        engagements.freeze(98, caseId, true, 1);
    }

    function test_Dispute_RevertWhen_TheProviderWouldClaim() external {
        uint64 id = delivered();
        (uint128 caseId, uint32 epoch) = (engagements.caseOf(id, 0), currentEpoch() - 1);
        vm.expectRevert(IEngagements.OnlyConsumersClaim.selector);
        vm.prank(owner);
        arbitration.open(caseId, epoch, epoch, 1, EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, stranger));
        vm.prank(stranger);
        arbitration.open(caseId, epoch, epoch, 1, EVIDENCE);
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
