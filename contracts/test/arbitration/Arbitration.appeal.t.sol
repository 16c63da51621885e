// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationAppealTest is ArbitrationTest {
    function test_Appeal_LocksTheHigherBondAndAsksForALargerPanel() external {
        uint256 id = ruled(false);
        uint256 before = token.balanceOf(consumer);
        vm.prank(consumer);
        arbitration.appeal(id, COUNTER);

        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        assertState(id, IArbitration.State.Appealed);
        assertEq(before - token.balanceOf(consumer), APPEAL_BOND, "paid");
        assertEq(arbitration.bondsOf(id), 2 * BOND + APPEAL_BOND, "held");
        assertEq(dispute.appellant, consumer, "appellant");
        assertEq(uint256(dispute.votesForClaimant) + dispute.votesForDefendant, 0, "a new count");
        assertEq(dispute.seatEpoch, currentEpoch(), "a seed that nobody knows yet");
        assertEq(dispute.deadline, block.timestamp + DAYS3, "time to rule");
        assertOutcome(id, IArbitration.Outcome.None);
    }

    function test_Appeal_RevertWhen_NothingIsRuled() external {
        uint256 id = answered();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Answered));
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
    }

    function test_Appeal_RevertWhen_ItIsASecondOne() external {
        (uint256 id, address[] memory panel) = appealed(true);
        for (uint256 i = 0; i < 3; i++) {
            vote(id, panel[i], true);
        }
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Final));
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
    }

    function test_Appeal_RevertWhen_TheTimeIsOver() external {
        uint256 id = ruled(true);
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
        vm.warp(deadline);
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
    }

    function test_Appeal_RevertWhen_AnotherThanTheLoserCalls(bool forClaimant) external {
        uint256 id = ruled(forClaimant);
        address winner = forClaimant ? consumer : owner;
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, winner));
        vm.prank(winner);
        arbitration.appeal(id, COUNTER);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, stranger));
        vm.prank(stranger);
        arbitration.appeal(id, COUNTER);
    }

    function test_Appeal_RevertWhen_ThereIsNoEvidence() external {
        uint256 id = ruled(true);
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(owner);
        arbitration.appeal(id, 0);
    }

    function test_Appeal_RevertWhen_TooFewSatOnNoPanel() external {
        uint256 id = ruled(true);
        address[] memory first = arbitration.panelOf(id, 0);
        address[] memory all = arbitration.arbitrators();
        uint256 left = all.length - 3;
        vm.startPrank(governance);
        for (uint256 i = 0; i < all.length && left > 4; i++) {
            if (all[i] == first[0] || all[i] == first[1] || all[i] == first[2]) continue;
            arbitration.dismiss(all[i]);
            left--;
        }
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsShort.selector, 4, 5));
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
    }
}
