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

    function testFuzz_Appeal_RevertWhen_NothingIsRuled(uint256 random, bool forClaimant, bytes32 evidence) external {
        IArbitration.State state = stateBut(IArbitration.State.Ruled, random);
        uint256 id = brought(state, forClaimant);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, state));
        vm.prank(forClaimant ? owner : consumer);
        arbitration.appeal(id, evidence);
        assertState(id, state);
    }

    function testFuzz_Appeal_RevertWhen_ItIsASecondOne(bool first, bool second) external {
        (uint256 id, address[] memory panel) = appealed(first);
        for (uint256 i = 0; i < 3; i++) {
            vote(id, panel[i], second);
        }
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Final));
        vm.prank(second ? owner : consumer);
        arbitration.appeal(id, COUNTER);
    }

    function testFuzz_Appeal_RevertWhen_TheTimeIsOver(bool forClaimant, uint256 late) external {
        uint256 id = ruled(forClaimant);
        address loser = forClaimant ? owner : consumer;
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline + bound(late, 1, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vm.prank(loser);
        arbitration.appeal(id, COUNTER);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vm.prank(loser);
        arbitration.appeal(id, COUNTER);
        vm.warp(deadline);
        vm.prank(loser);
        arbitration.appeal(id, COUNTER);
    }

    function testFuzz_Appeal_RevertWhen_AnotherThanTheLoserCalls(bool forClaimant, address caller) external {
        (address winner, address loser) = forClaimant ? (consumer, owner) : (owner, consumer);
        vm.assume(caller != loser);
        uint256 id = ruled(forClaimant);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, winner));
        vm.prank(winner);
        arbitration.appeal(id, COUNTER);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, caller));
        vm.prank(caller);
        arbitration.appeal(id, COUNTER);
        assertState(id, IArbitration.State.Ruled);
    }

    function testFuzz_Appeal_RevertWhen_ThereIsNoEvidence(bool forClaimant, bytes32 evidence) external {
        vm.assume(evidence != 0);
        uint256 id = ruled(forClaimant);
        address loser = forClaimant ? owner : consumer;
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(loser);
        arbitration.appeal(id, 0);
        assertState(id, IArbitration.State.Ruled);
        vm.prank(loser);
        arbitration.appeal(id, evidence);
        assertState(id, IArbitration.State.Appealed);
    }

    function testFuzz_Appeal_RevertWhen_TooFewSatOnNoPanel(bool forClaimant, uint256 left) external {
        uint256 id = ruled(forClaimant);
        address[] memory first = arbitration.panelOf(id, 0);
        address[] memory all = arbitration.arbitrators();
        left = bound(left, 0, 4);
        uint256 eligible = all.length - 3;
        vm.startPrank(governance);
        for (uint256 i = 0; i < all.length && eligible > left; i++) {
            if (all[i] == first[0] || all[i] == first[1] || all[i] == first[2]) continue;
            arbitration.dismiss(all[i]);
            eligible--;
        }
        for (uint160 i = 1; i <= 5 - left; i++) {
            arbitration.appoint(address(i));
        }
        vm.stopPrank();
        // Those who were named in this very second do not count yet.
        address loser = forClaimant ? owner : consumer;
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsShort.selector, left, 5));
        vm.prank(loser);
        arbitration.appeal(id, COUNTER);
        assertState(id, IArbitration.State.Ruled);
        vm.warp(block.timestamp + 1);
        vm.prank(loser);
        arbitration.appeal(id, COUNTER);
        assertState(id, IArbitration.State.Appealed);
    }
}
