// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationRuleTest is ArbitrationTest {
    function test_Rule_DecidesAtTwoOfThree_AndDoesNotBindYet(bool forClaimant) external {
        (uint256 id, address[] memory panel) = seated();
        vote(id, panel[0], !forClaimant);
        vote(id, panel[1], forClaimant);
        assertState(id, IArbitration.State.Answered);
        vote(id, panel[2], forClaimant);

        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        assertState(id, IArbitration.State.Ruled);
        bool decided = dispute.outcome == (forClaimant ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
        assertTrue(decided, "the majority's");
        assertOutcome(id, IArbitration.Outcome.None);
        assertEq(dispute.deadline, block.timestamp + DAYS3, "time to appeal");
    }

    function test_Rule_IsFinalAtThreeOfFiveOnAppeal(bool first, bool second) external {
        (uint256 id, address[] memory panel) = appealed(first);
        for (uint256 i = 0; i < 4; i++) {
            vote(id, panel[i], i < 2 ? !second : second);
        }
        assertState(id, IArbitration.State.Appealed);
        vote(id, panel[4], second);
        assertState(id, IArbitration.State.Final);
        assertOutcome(id, second ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
    }

    function testFuzz_Rule_RevertWhen_NoPanelIsWaitedFor(uint256 random, bool forClaimant, bool vote_) external {
        IArbitration.State state = stateBut(IArbitration.State.Answered, random);
        if (state == IArbitration.State.Appealed) state = IArbitration.State.Ruled;
        uint256 id = brought(state, forClaimant);
        address[] memory panel = arbitration.panelOf(id, 0);
        address caller = panel.length == 0 ? arbitration.arbitrators()[0] : panel[2];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, state));
        vote(id, caller, vote_);
        assertState(id, state);
    }

    function testFuzz_Rule_RevertWhen_TheTimeIsOver(bool onAppeal, uint256 which, uint256 late, bool forClaimant) external {
        (uint256 id, address[] memory panel) = onAppeal ? appealed(forClaimant) : seated();
        address arbitrator = panel[which % panel.length];
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline + bound(late, 1, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vote(id, arbitrator, forClaimant);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vote(id, arbitrator, forClaimant);
        vm.warp(deadline);
        vote(id, arbitrator, forClaimant);
    }

    function testFuzz_Rule_RevertWhen_TheCallerHasNoSeat(address caller, bool forClaimant) external {
        (uint256 id, address[] memory panel) = seated();
        vm.assume(caller != panel[0] && caller != panel[1] && caller != panel[2]);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotSeated.selector, id, caller));
        vote(id, caller, forClaimant);
    }

    function testFuzz_Rule_RevertWhen_TheCallerHasVoted(bool onAppeal, uint256 which, bool first, bool second) external {
        (uint256 id, address[] memory panel) = onAppeal ? appealed(true) : seated();
        address voter = panel[which % panel.length];
        vote(id, voter, first);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotSeated.selector, id, voter));
        vote(id, voter, second);
        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        assertEq(uint256(dispute.votesForClaimant) + dispute.votesForDefendant, 1, "counted once");
    }

    function testFuzz_Rule_RevertWhen_TheFirstPanelJudgesTheAppeal(uint256 which, bool first, bool second) external {
        (uint256 id,) = appealed(first);
        address seatedBefore = arbitration.panelOf(id, 0)[which % 3];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotSeated.selector, id, seatedBefore));
        vote(id, seatedBefore, second);
    }
}
